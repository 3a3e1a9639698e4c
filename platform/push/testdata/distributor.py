"""A UnifiedPush distributor by python-dbusmock, made from the published interface.

usage: distributor.py INTERFACE.xml NAME
What a test wants of it comes by the methods of org.kauth.Desk on the same object. It is
told by its name on the bus that it is ready.
"""
import sys
import xml.etree.ElementTree as ET

import dbus
import dbus.mainloop.glib
from dbusmock import DBusMockObject
from gi.repository import GLib

PLACE = "/org/unifiedpush/Distributor"
DESK = "org.kauth.Desk"
CONNECTOR = ("/org/unifiedpush/Connector", "org.unifiedpush.Connector2")

# What the two methods of the interface do. dbusmock runs it with self and args.
DOES = {
    "Register": """
asked = args[0]
token = str(asked['token'])
if self.refusal:
    ret = dbus.Dictionary({'success': 'REGISTRATION_FAILED', 'reason': self.refusal}, signature='sv')
else:
    self.asks[token] = dbus.Dictionary(asked, signature='sv')
    self.at.setdefault(token, 'https://push.example.org/' + token)
    self.notify(token, 'NewEndpoint', {'endpoint': self.at[token]})
    ret = dbus.Dictionary({'success': 'REGISTRATION_SUCCEEDED'}, signature='sv')
""",
    "Unregister": """
self.drop(str(args[0]['token']))
ret = dbus.Dictionary({}, signature='sv')
""",
}

# What a test may have it do.
ORDERS = {
    "Refuse": ("s", "", "self.refusal = str(args[0])"),
    "Send": ("say", "", "self.tell(str(args[0]), 'Message', {'message': dbus.ByteArray(bytes(args[1])) if len(args[1]) else dbus.Array([], signature='y'), 'id': 'm1'})"),
    "Move": ("ss", "", "self.at[str(args[0])] = str(args[1]); self.tell(str(args[0]), 'NewEndpoint', {'endpoint': args[1]})"),
    "Drop": ("s", "", "self.drop(str(args[0]))"),
    "Registered": ("", "a{sa{sv}}", "ret = dbus.Dictionary(self.asks, signature='sa{sv}')"),
}


def main(xml, name):
    dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
    bus = dbus.SessionBus()
    interface = ET.parse(xml).getroot().find("interface")
    owned = dbus.service.BusName(name, bus, do_not_queue=True)
    mock = DBusMockObject(owned, PLACE, interface.get("name"), {})
    mock.refusal, mock.asks, mock.at, mock.service = "", {}, {}, ""

    def notify(token, method, fields):
        service = str(mock.asks[token]["service"]) if token in mock.asks else mock.service
        mock.service = service
        fields = dbus.Dictionary(dict(fields, token=token), signature="sv")
        bus.call_async(service, CONNECTOR[0], CONNECTOR[1], method, "a{sv}", (fields,), None, None)

    def drop(token):
        notify(token, "Unregistered", {})
        mock.asks.pop(token, None)
        mock.at.pop(token, None)

    mock.notify = mock.tell = notify
    mock.drop = drop
    for method in interface.findall("method"):
        way = {d: "".join(a.get("type") for a in method.findall("arg") if a.get("direction") == d) for d in ("in", "out")}
        mock.AddMethod(interface.get("name"), method.get("name"), way["in"], way["out"], DOES[method.get("name")])
    for method, (takes, gives, code) in ORDERS.items():
        mock.AddMethod(DESK, method, takes, gives, code)
    GLib.MainLoop().run()


main(sys.argv[1], sys.argv[2])
