"""What the host says of itself."""

import json

from lab.bench import Bench
from lab.guest import MIB
from lab.step import on_xen, refused, same, step
from lab.xenapi import Session


@step
def a_wrong_password_is_refused(bench: Bench):
    refused(lambda: Session(bench.server.url, "wrong"), "SESSION_AUTHENTICATION_FAILED")


@step
def there_is_one_host_and_its_control_domain(bench: Bench):
    record = bench.xen.host.get_record(bench.host)
    controls = [bench.xen.VM.get_record(vm) for vm in record["resident_VMs"] if bench.xen.VM.get_is_control_domain(vm)]
    same([(vm["domid"], vm["power_state"]) for vm in controls], [("0", "Running")], "control domains")
    assert bench.xen.SR.get_type(bench.local_sr) == "local"


@on_xen
def the_control_domain_has_the_uuid_of_zeros(bench: Bench):
    record = bench.xen.VM.get_record(bench.xen.VM.get_by_uuid("00000000-0000-0000-0000-000000000000"))
    same(record["is_control_domain"], True, "is_control_domain")


@on_xen
def the_doctor_finds_nothing_that_fails(bench: Bench):
    report = json.loads(bench.run("/usr/bin/xencim doctor --json || true"))
    same([found for found in report["findings"] if found["verdict"] == "fail"], [], "what fails")
    same((report["hypervisor"], report["sound"]), ("xen", True), "the report")
    assert any(found["subject"] == "bridge" and found["text"].startswith("xenbr0") for found in report["findings"]), report


@on_xen
def the_versions_are_those_of_the_machine(bench: Bench):
    told = " ".join(f"{key}={value}" for key, value in bench.xen.host.get_software_version(bench.host).items())
    major, minor, extra = (bench.run(f"cat /sys/hypervisor/version/{part}") for part in ("major", "minor", "extra"))
    assert f"{major}.{minor}{extra}" in told or f"xen_minor={minor}" in told, told
    assert "Linux" in told or bench.run("uname -r") in told, told


@on_xen
def cpus_and_memory_are_those_of_xl_info(bench: Bench):
    facts = dict(line.split(":", 1) for line in bench.run("xl info").splitlines() if ":" in line)
    facts = {key.strip(): value.strip() for key, value in facts.items()}
    cpus = [bench.xen.host_cpu.get_record(cpu) for cpu in bench.xen.host.get_host_CPUs(bench.host)]
    same(len(cpus), int(facts["nr_cpus"]), "CPUs")
    assert all("AMD" in cpu["vendor"] and "EPYC" in cpu["modelname"] and int(cpu["speed"]) > 0 for cpu in cpus), cpus
    metrics = bench.xen.host_metrics.get_record(bench.xen.host.get_metrics(bench.host))
    same(int(metrics["memory_total"]) // MIB, int(facts["total_memory"]), "memory in MiB")
    assert abs(int(metrics["memory_free"]) // MIB - int(facts["free_memory"])) < 64, metrics
    same(bench.xen.host.get_sched_policy(bench.host), facts["xen_scheduler"], "the scheduler")
    same(sorted(bench.xen.host.get_capabilities(bench.host)), sorted(facts["xen_caps"].split()), "capabilities")


@on_xen
def the_interface_of_the_machine_is_a_pif(bench: Bench):
    pifs = [bench.xen.PIF.get_record(pif) for pif in bench.xen.host.get_PIFs(bench.host)]
    same([(pif["device"], pif["MAC"].lower(), pif["MTU"]) for pif in pifs],
         [("eth0", bench.run("cat /sys/class/net/eth0/address"), "1500")], "PIFs")
    same(pifs[0]["network"], bench.network, "the network of eth0")


@on_xen
def the_messages_of_xen_can_be_read(bench: Bench):
    assert "Xen version" in bench.xen.host.dmesg(bench.host) or "(XEN)" in bench.xen.host.dmesg(bench.host)


@on_xen
def the_socket_of_xend_answers_in_the_control_domain(bench: Bench):
    answer = bench.run(r"""python3 - <<'END'
import http.client, socket
class Socket(http.client.HTTPConnection):
    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect("/var/run/xend/xen-api.sock")
wire = Socket("localhost")
wire.request("POST", "/", "<methodCall><methodName>session.login_with_password</methodName><params>"
    "<param><value>root</value></param><param><value>correct horse</value></param></params></methodCall>", {"Content-Type": "text/xml"})
print(wire.getresponse().read().decode())
END""")
    assert "Success" in answer, answer
