"""Writes the addresses of the hosts into the DNS partitions of one domain controller.

Addresses differ from run to run, so they are no part of the kept databases. Arguments: smb.conf; standard input: a list
of {"name": "dc1", "ip": "127.0.0.1", "readOnly": false}, the first being the PDC emulator. Records are written without
RPC and without samba_dnsupdate.
"""
import json
import sys

import ldb
from samba.auth import system_session
from samba.dcerpc import dnsp
from samba.ndr import ndr_pack
from samba.param import LoadParm
from samba.samdb import SamDB

SITE = "Default-First-Site-Name._sites"


def record(kind, data):
    r = dnsp.DnssrvRpcRecord()
    r.wType, r.rank, r.dwTtlSeconds, r.dwSerial, r.data = kind, dnsp.DNS_RANK_ZONE, 900, 1, data
    return ndr_pack(r)


def service(target, port):
    s = dnsp.srv()
    s.wPriority, s.wWeight, s.wPort, s.nameTarget = 0, 100, port, target
    return record(dnsp.DNS_TYPE_SRV, s)


def put(db, zone, name, records):
    """Replaces the records of the same kinds, keeps the others (SOA and NS at the top of the zone)."""
    dn = ldb.Dn(db, "DC=%s,%s" % (name, zone))
    try:
        old = db.search(dn, ldb.SCOPE_BASE, attrs=["dnsRecord"])[0].get("dnsRecord", [])
    except ldb.LdbError:
        db.add({"dn": dn, "objectClass": "dnsNode", "dnsRecord": records})
        return
    kinds = {r[2:4] for r in records}  # wType, little endian, after wDataLength
    message = ldb.Message(dn)
    kept = [bytes(r) for r in old if bytes(r)[2:4] not in kinds]
    message["dnsRecord"] = ldb.MessageElement(kept + records, ldb.FLAG_MOD_REPLACE, "dnsRecord")
    db.modify(message)


def main(conf):
    lp = LoadParm()
    lp.load(conf)
    lp.set("log level", "0")
    db = SamDB(session_info=system_session(), lp=lp)
    hosts, domain, base = json.load(sys.stdin), db.domain_dns_name(), db.domain_dn()
    zone = "DC=%s,CN=MicrosoftDNS,DC=DomainDnsZones,%s" % (domain, base)
    msdcs = "DC=_msdcs.%s,CN=MicrosoftDNS,DC=ForestDnsZones,%s" % (domain, base)
    writable = [h for h in hosts if not h["readOnly"]]

    def services(of, port):
        return [service("%s.%s" % (h["name"], domain), port) for h in of]

    db.transaction_start()
    for h in hosts:
        put(db, zone, h["name"], [record(dnsp.DNS_TYPE_A, h["ip"])])
    put(db, zone, "@", [record(dnsp.DNS_TYPE_A, h["ip"]) for h in writable])
    for where in (zone, msdcs):
        suffix = "" if where == zone else ".dc"
        put(db, where, "_ldap._tcp" + suffix, services(writable, 389))
        put(db, where, "_ldap._tcp.%s%s" % (SITE, suffix), services(hosts, 389))
    put(db, msdcs, "_ldap._tcp.pdc", services(hosts[:1], 389))
    put(db, msdcs, "_ldap._tcp.gc", services(writable, 3268))
    db.transaction_commit()


main(*sys.argv[1:])
