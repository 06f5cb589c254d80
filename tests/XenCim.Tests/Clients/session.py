"""A whole session as a client of 2007 or of today has it, with nothing but Python's own xmlrpc.client.

Usage: session.py URL USER PASSWORD [CERTIFICATE]; URL is http://…, https://… or unix:/path.
"""
import http.client
import socket
import ssl
import sys
import xmlrpc.client


class SocketConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost")
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.connect(self.path)


class SocketTransport(xmlrpc.client.Transport):
    def __init__(self, path):
        super().__init__()
        self.path = path

    def make_connection(self, host):
        if self._connection[0] != self.path:
            self._connection = self.path, SocketConnection(self.path)
        return self._connection[1]


def connect(url, certificate):
    if url.startswith("unix:"):
        return xmlrpc.client.ServerProxy("http://localhost/RPC2", transport=SocketTransport(url[5:]), allow_none=True)
    context = ssl.create_default_context(cafile=certificate) if certificate else None
    return xmlrpc.client.ServerProxy(url, context=context, allow_none=True)


class Failure(Exception):
    pass


def value(result):
    assert list(result)[0] == "Status" and len(result) == 2, result
    if result["Status"] != "Success":
        raise Failure(result["ErrorDescription"])
    return result["Value"]


def fails(code, call, *arguments):
    try:
        value(call(*arguments))
    except Failure as failure:
        assert failure.args[0][0] == code, failure.args[0]
        return failure.args[0]
    raise AssertionError("%s was expected" % code)


def main(url, user, password, certificate=None):
    xen = connect(url, certificate)
    fails("SESSION_INVALID", xen.VM.get_all, None)
    fails("SESSION_AUTHENTICATION_FAILED", xen.session.login_with_password, user, "wrong " + password)
    s = value(xen.session.login_with_password(user, password))

    # The worked example of the document: look around, make a machine, start it, watch it.
    hosts = value(xen.host.get_all(s))
    host = value(xen.host.get_record(s, hosts[0]))
    assert int(host["API_version_major"]) == 1 and host["enabled"] is True
    assert set(host["host_CPUs"]) == set(value(xen.host_cpu.get_all(s)))
    storage = value(xen.SR.get_by_name_label(s, "Local"))[0]
    network = value(xen.network.get_all(s))[0]
    value(xen.event.register(s, ["VM", "VBD"]))

    # Scripts of the time send real integers.
    vm = value(xen.VM.create(s, {
        "name_label": "grüße & <session>", "name_description": "", "user_version": 1, "is_a_template": False,
        "memory_static_max": 268435456, "memory_dynamic_max": 268435456, "memory_dynamic_min": 134217728, "memory_static_min": 134217728,
        "VCPUs_params": {}, "VCPUs_max": 2, "VCPUs_at_startup": 1,
        "actions_after_shutdown": "destroy", "actions_after_reboot": "restart", "actions_after_crash": "destroy",
        "PV_bootloader": "", "PV_kernel": "/boot/vmlinuz", "PV_ramdisk": "", "PV_args": "ro", "PV_bootloader_args": "",
        "HVM_boot_policy": "", "HVM_boot_params": {}, "platform": {}, "PCI_bus": "", "other_config": {}}))
    disk = value(xen.VDI.create(s, {
        "name_label": "disk", "name_description": "", "SR": storage, "virtual_size": str(8 << 20), "type": "system",
        "sharable": False, "read_only": False, "other_config": {}}))
    vbd = value(xen.VBD.create(s, {"VM": vm, "VDI": disk, "device": "xvda", "bootable": True, "mode": "RW", "type": "Disk", "qos_algorithm_type": "", "qos_algorithm_params": {}}))
    vif = value(xen.VIF.create(s, {"VM": vm, "network": network, "device": "0", "MAC": "", "MTU": "1500", "qos_algorithm_type": "", "qos_algorithm_params": {}}))
    console = value(xen.console.create(s, {"VM": vm, "protocol": "vt100", "other_config": {}}))
    record = value(xen.VM.get_record(s, vm))
    assert record["name_label"] == "grüße & <session>" and record["VBDs"] == [vbd] and record["VIFs"] == [vif] and record["consoles"] == [console]
    assert value(xen.VM.get_by_name_label(s, "grüße & <session>")) == [vm]
    assert value(xen.VM.get_all_records(s))[vm] == record

    def state():
        return value(xen.VM.get_power_state(s, vm))

    assert value(xen.VM.start(s, vm, True)) == "" and state() == "Paused"
    assert fails("VM_BAD_POWER_STATE", xen.VM.start, s, vm, False) == ["VM_BAD_POWER_STATE", vm, "Halted", "Paused"]
    value(xen.VM.unpause(s, vm))
    assert state() == "Running" and value(xen.VM.get_resident_on(s, vm)) == hosts[0] and int(value(xen.VM.get_domid(s, vm))) > 0
    assert value(xen.VBD.get_currently_attached(s, vbd)) is True
    assert len(value(xen.VM_metrics.get_record(s, value(xen.VM.get_metrics(s, vm))))["VCPUs_utilisation"]) == 1

    # Events: everything so far is told, in rising order.
    events = value(xen.event.next(s))
    assert [int(e["id"]) for e in events] == list(range(1, len(events) + 1)), events
    assert ("VM", "add", vm) in [(e["class"], e["operation"], e["ref"]) for e in events]
    assert isinstance(events[0]["timestamp"], xmlrpc.client.DateTime)

    # An asynchronous call, followed by its task.
    task = value(getattr(xen, "Async.VM.suspend")(s, vm))
    value(xen.event.register(s, ["task"]))
    while value(xen.task.get_status(s, task)) == "pending":
        value(xen.event.next(s))
    done = value(xen.task.get_record(s, task))
    assert done["status"] == "success" and done["progress"] == "100" and done["result"] == "", done
    assert state() == "Suspended" and value(xen.VDI.get_type(s, value(xen.VM.get_suspend_VDI(s, vm)))) == "suspend"
    value(xen.VM.resume(s, vm, False))
    value(xen.VM.clean_reboot(s, vm))
    assert state() == "Running"
    value(xen.VM.clean_shutdown(s, vm))
    assert state() == "Halted" and value(xen.VM.get_domid(s, vm)) == "-1"
    value(xen.VM.hard_shutdown(s, vm))
    value(xen.VM.destroy(s, vm))
    assert fails("HANDLE_INVALID", xen.VM.get_record, s, vm) == ["HANDLE_INVALID", "VM", vm]
    value(xen.VDI.destroy(s, disk))

    assert fails("MESSAGE_METHOD_UNKNOWN", xen.VM.fly, s) == ["MESSAGE_METHOD_UNKNOWN", "VM.fly"]
    assert fails("MESSAGE_PARAMETER_COUNT_MISMATCH", xen.VM.get_record, s, value(xen.VM.get_all(s))[0], 1)[1:] == ["VM.get_record", "2", "3"]
    value(xen.session.logout(s))
    assert fails("SESSION_INVALID", xen.VM.get_all, s) == ["SESSION_INVALID", s]
    print("done")


main(*sys.argv[1:])
