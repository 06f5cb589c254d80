"""A client of the Xen API, as anybody would write it with Python's own library."""

import http.client
import threading
import time
import xmlrpc.client

NULL = ""


class XenError(Exception):
    """The server said no: the error's name and what goes with it."""

    def __init__(self, call: str, description: "list[str]"):
        super().__init__(f"{call}: {' '.join(str(part) for part in description)}")
        self.code = description[0]
        self.description = description


class _Transport(xmlrpc.client.Transport):
    def __init__(self, timeout: float):
        super().__init__()
        self.timeout = timeout

    def make_connection(self, host):
        if not self._connection or host != self._connection[0]:
            self._connection = host, http.client.HTTPConnection(self.get_host_info(host)[0], timeout=self.timeout)
        return self._connection[1]


class Session:
    """A session. Calls are attributes: xen.VM.start(vm, False) sends VM.start with the session before the arguments."""

    def __init__(self, url: str, password: str, timeout: float = 300):
        self._server = xmlrpc.client.ServerProxy(url, transport=_Transport(timeout), allow_none=True)
        self._session = self._value("session.login_with_password", self._server.session.login_with_password("root", password))

    def call(self, name: str, *arguments):
        method = self._server
        for part in name.split("."):
            method = getattr(method, part)
        return self._value(name, method(self._session, *arguments))

    def __getattr__(self, name: str):
        return _Class(self, name)

    @staticmethod
    def _value(name: str, answer):
        if answer["Status"] != "Success":
            raise XenError(name, answer["ErrorDescription"])
        return answer.get("Value")


class _Class:
    def __init__(self, session: Session, name: str):
        self._session, self._name = session, name

    def __getattr__(self, message: str):
        return lambda *arguments: self._session.call(f"{self._name}.{message}", *arguments)


class Listener:
    """Collects the events of some classes in the background, in a session of its own."""

    def __init__(self, session: Session, classes: "list[str]"):
        self._session = session
        self._news = threading.Condition()
        self._events: "list[dict]" = []
        self._ended = False
        session.event.register(classes)
        self._thread = threading.Thread(target=self._listen, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._ended = True

    def _listen(self):
        try:
            while not self._ended:
                events = self._session.event.next()
                with self._news:
                    self._events += events
                    self._news.notify_all()
        except (OSError, http.client.HTTPException, XenError, xmlrpc.client.Error):
            # The server went away, as it does where it is killed on purpose.
            self._ended = True

    def expect(self, kind: str, operation: str, reference: "str | None" = None, timeout: float = 120) -> dict:
        """The first event of that kind, as soon as it is there; it and those before it are taken."""
        deadline = time.monotonic() + timeout
        with self._news:
            while True:
                for at, event in enumerate(self._events):
                    if event["class"].lower() == kind.lower() and event["operation"] == operation and reference in (None, event["ref"]):
                        del self._events[: at + 1]
                        return event
                left = deadline - time.monotonic()
                if left <= 0 or not self._news.wait(left):
                    if left <= 0:
                        raise AssertionError(f"no event {kind} {operation} {reference or ''} came within {timeout:.0f} s; those that came: "
                                             f"{[(e['class'], e['operation'], e['ref']) for e in self._events][-20:]}")
