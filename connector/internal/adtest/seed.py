"""Fills a freshly provisioned Samba domain with the objects described on standard input.

It is an interpreter only: what is created is data of the Go package (seed.go). Arguments: smb.conf, file for the
directory of what was created (JSON). It must run under the distribution's python, the one that has the samba module.
"""
import base64
import json
import re
import sys
import time

import ldb
from samba import dsdb
from samba.auth import system_session
from samba.dcerpc import misc, security
from samba.ndr import ndr_pack, ndr_unpack
from samba.param import LoadParm
from samba.samdb import SamDB

ADD, REPLACE = ldb.FLAG_MOD_ADD, ldb.FLAG_MOD_REPLACE
SD_DACL = ["sd_flags:1:4"]
TEN_YEARS = str(-3650 * 86400 * 10**7)  # long, so that a cached database does not age
BULK_STEP = 5000  # objects in one transaction


class Seeder:
    def __init__(self, conf, spec):
        lp = LoadParm()
        lp.load(conf)
        lp.set("log level", "0")
        self.db = SamDB(session_info=system_session(), lp=lp)
        self.spec = spec
        self.base = str(self.db.domain_dn())
        self.domain_sid = security.dom_sid(self.db.get_domain_sid())
        self.ous = {"": self.base}
        self.dns = {}  # sAMAccountName of users and groups -> DN
        self.guids = {}

    def run(self):
        self.policy()
        for ou in self.spec["ous"]:
            self.add_ou(ou)
        for user in self.spec["users"]:
            self.add_user(user)
        for group in self.spec["groups"]:
            self.add_group(group)
        for name, members in self.spec["members"].items():
            self.add_members(name, members)
        for user in self.spec["users"]:
            self.finish_user(user)
        for grant in self.spec["grants"]:
            self.grant(grant)
        if self.spec["renameDomainAdmins"]:
            self.rename_domain_admins(self.spec["renameDomainAdmins"])

    def policy(self):
        self.modify(self.base, REPLACE, lockoutThreshold="5", lockoutDuration=TEN_YEARS, maxPwdAge=TEN_YEARS,
                    minPwdAge="0", lockOutObservationWindow=str(-30 * 60 * 10**7))

    # --- objects

    def add_ou(self, ou):
        dn = "OU=%s,%s" % (escape(ou["name"]), self.ous[ou["parent"]])
        self.db.add({"dn": dn, "objectClass": "organizationalUnit"})
        self.ous[ou["key"]] = self.stored_dn(dn)

    def add_user(self, user):
        dn = "CN=%s,%s" % (escape(user["cn"]), self.ous[user["ou"]])
        entry = {"dn": dn, "objectClass": "user", "sAMAccountName": user["name"],
                 "userAccountControl": str(user["control"]),
                 "unicodePwd": ('"%s"' % user["password"]).encode("utf-16-le")}
        if user["upn"]:
            entry["userPrincipalName"] = user["upn"]
        entry.update({k: base64.b64decode(v) for k, v in (user["attributes"] or {}).items()})
        self.db.add(entry)
        self.dns[user["name"]] = self.stored_dn(dn)

    def add_group(self, group):
        dn = "CN=%s,%s" % (escape(group["name"]), self.ous[group["ou"]])
        self.db.add({"dn": dn, "objectClass": "group", "sAMAccountName": group["name"],
                     "groupType": str(group["type"])})
        self.dns[group["name"]] = self.stored_dn(dn)

    def add_members(self, name, members):
        message = ldb.Message(ldb.Dn(self.db, self.dn_of(name)))
        message["member"] = ldb.MessageElement([self.dn_of(m) for m in members], ADD, "member")
        self.db.modify(message)

    def finish_user(self, user):
        """Sets what the directory refuses or overwrites while the object is created."""
        dn = self.dns[user["name"]]
        now = nt_time(time.time())
        if user["primaryGroup"]:
            self.modify(dn, REPLACE, primaryGroupID=str(user["primaryGroup"]))
        if user["state"] == "must-change":
            self.modify(dn, REPLACE, pwdLastSet="0")
        elif user["state"] == "locked":
            self.modify(dn, REPLACE, lockoutTime=now, badPwdCount="5", badPasswordTime=now)
        elif user["state"] == "password-expired":
            bypass = ["local_oid:%s:0" % dsdb.DSDB_CONTROL_BYPASS_PASSWORD_HASH_OID]
            self.modify(dn, REPLACE, controls=bypass, pwdLastSet=nt_time(time.time() - 7300 * 86400))

    def rename_domain_admins(self, name):
        dn = "CN=%s,%s" % (escape(name), self.ous["Groups"])
        self.db.rename(self.dn_of("Domain Admins"), dn)
        self.modify(dn, REPLACE, sAMAccountName=name)

    # --- security descriptors

    def grant(self, grant):
        dn = self.base if grant["on"] == "" else self.ous.get(grant["on"]) or self.dn_of(grant["on"])
        source = "CN=AdminSDHolder,CN=System," + self.base if grant["likeAdmins"] else dn
        found = self.db.search(source, ldb.SCOPE_BASE, attrs=["nTSecurityDescriptor"], controls=SD_DACL)
        sddl = ndr_unpack(security.descriptor, found[0]["nTSecurityDescriptor"][0]).as_sddl(self.domain_sid)
        head, aces = sddl[:sddl.index("(")], re.findall(r"\([^()]*\)", sddl)
        if grant["block"] or grant["likeAdmins"]:
            head = "D:PAI"  # protected: nothing is inherited
        if grant["block"]:
            aces = [a for a in aces if "ID" not in ace_flags(a)]
        sddl = head + "".join([self.fill(a) for a in grant["aces"] or []] + aces)
        packed = ndr_pack(security.descriptor.from_sddl(sddl, self.domain_sid))
        self.modify(dn, REPLACE, controls=SD_DACL, nTSecurityDescriptor=packed)

    def fill(self, ace):
        """Replaces {sid:account} and {guid:class, attribute or right} in an ACE."""
        ace = re.sub(r"\{sid:([^}]*)\}", lambda m: self.sid(m.group(1)), ace)
        return re.sub(r"\{guid:([^}]*)\}", lambda m: self.guid(m.group(1)), ace)

    def sid(self, name):
        found = self.db.search(self.dn_of(name), ldb.SCOPE_BASE, attrs=["objectSid"])
        return str(ndr_unpack(security.dom_sid, found[0]["objectSid"][0]))

    def guid(self, name):
        """The GUID of a class or attribute by its LDAP name, or of an extended right by its common name."""
        if name not in self.guids:
            found = self.db.search(self.db.get_schema_basedn(), ldb.SCOPE_ONELEVEL, attrs=["schemaIDGUID"],
                                   expression="(lDAPDisplayName=%s)" % name)
            self.guids[name] = str(ndr_unpack(misc.GUID, found[0]["schemaIDGUID"][0])) if found else self.right(name)
        return self.guids[name]

    def right(self, name):
        rights = "CN=Extended-Rights," + str(self.db.get_config_basedn())
        found = self.db.search(rights, ldb.SCOPE_ONELEVEL, attrs=["rightsGuid"], expression="(cn=%s)" % name)
        return str(found[0]["rightsGuid"])

    # --- many objects

    def bulk(self):
        bulk = self.spec["bulk"]
        if not any(bulk.values()):
            return
        self.in_one(lambda: self.add_ou({"key": "Bulk", "name": "Bulk", "parent": ""}))
        if bulk["groups"]:
            self.in_one(lambda: self.bulk_chain(bulk["groups"]))
        self.in_steps(bulk["ous"], self.bulk_ou)
        if bulk["users"]:
            self.in_one(lambda: self.add_ou({"key": "Bulk Users", "name": "Users", "parent": "Bulk"}))
        self.in_steps(bulk["users"], self.bulk_user)

    def bulk_chain(self, count):
        """svc-chain is in chain00000, which is in chain00001 and so on; the last is in Domain Admins."""
        self.add_ou({"key": "Chain", "name": "Chain", "parent": "Bulk"})
        member = "svc-chain"
        for i in range(count):
            name = "chain%05d" % i
            self.add_group({"name": name, "ou": "Chain", "type": -2147483646})
            self.add_members(name, [member])
            member = name
        self.add_members(self.spec["renameDomainAdmins"] or "Domain Admins", [member])

    def bulk_ou(self, i):
        self.db.add({"dn": "OU=Branch %05d,%s" % (i, self.ous["Bulk"]), "objectClass": "organizationalUnit"})

    def bulk_user(self, i):
        name = "u%06d" % i
        self.db.add({"dn": "CN=User %06d,%s" % (i, self.ous["Bulk Users"]), "objectClass": "user",
                     "sAMAccountName": name, "userPrincipalName": "%s@%s" % (name, self.db.domain_dns_name())})

    def in_one(self, work):
        self.db.transaction_start()
        try:
            work()
        except BaseException:
            self.db.transaction_cancel()
            raise
        self.db.transaction_commit()

    def in_steps(self, count, work):
        for start in range(0, count, BULK_STEP):
            self.in_one(lambda: [work(i) for i in range(start, min(count, start + BULK_STEP))])

    # --- the database

    def modify(self, dn, flag, controls=None, **attributes):
        message = ldb.Message(ldb.Dn(self.db, dn))
        for name, value in attributes.items():
            message[name] = ldb.MessageElement(value, flag, name)
        self.db.modify(message, controls or [])

    def stored_dn(self, dn):
        return str(self.db.search(dn, ldb.SCOPE_BASE, attrs=["distinguishedName"])[0]["distinguishedName"])

    def dn_of(self, name):
        if name not in self.dns:
            found = self.db.search(self.base, ldb.SCOPE_SUBTREE, attrs=["distinguishedName"],
                                   expression="(sAMAccountName=%s)" % ldb.binary_encode(name))
            self.dns[name] = str(found[0]["distinguishedName"])
        return self.dns[name]

    def directory(self):
        """What the tests need to know: DNs exactly as the domain controller stores them, and SIDs."""
        self.dns.pop("Domain Admins", None)
        objects = {}
        for entry in self.db.search(self.base, ldb.SCOPE_SUBTREE, attrs=["sAMAccountName", "objectSid"],
                                    expression="(&(sAMAccountName=*)(!(sAMAccountName=u0*)))"):
            objects[str(entry["sAMAccountName"])] = {
                "dn": str(entry.dn), "sid": str(ndr_unpack(security.dom_sid, entry["objectSid"][0]))}
        return {"sid": str(self.domain_sid), "ous": self.ous, "objects": objects}


def escape(value):
    """Hex-escapes every byte, which makes any text a valid RDN value."""
    return "".join("\\%02X" % b for b in value.encode())


def ace_flags(ace):
    return re.findall("..", ace.split(";")[1])


def nt_time(seconds):
    return str(int((seconds + 11644473600) * 10**7))


def main(conf, out):
    seeder = Seeder(conf, json.load(sys.stdin))
    seeder.in_one(seeder.run)
    seeder.bulk()
    with open(out, "w") as f:
        json.dump(seeder.directory(), f)


main(*sys.argv[1:])
