# SPDX-License-Identifier: BSL-1.0
"""What the vendor's public documentation lets a client do, in Python's standard library alone:
`documented_calls.py PORT`.

Logs in by password and by Web API key, creates events singly and in bulk, lists and pages, shows,
cancels, creates an account and a participant and uses them, and releases its token. Exits with a
message at the first thing that is not as documented.
"""
import base64
import json
import sys
import urllib.parse
import urllib.request

BASE = "http://127.0.0.1:%s/crmapi/rest/v2/"


class Client:
    """Calls by POST and GET as the vendor's introduction describes them."""

    def __init__(self, port):
        self.base = BASE % port
        self.token = None

    def _send(self, request):
        with urllib.request.urlopen(request, timeout=30) as answer:
            body = json.load(answer)
        status = body["status"]
        if sorted(status) != ["code", "description", "message"]:
            sys.exit("unknown members in the status: %s" % status)
        return status["code"], body["data"], status["message"]

    def post(self, method, headers=None, **parameters):
        if self.token:
            parameters["token"] = self.token
        fields = {"Content-Type": "application/json", **(headers or {})}
        return self._send(urllib.request.Request(
            self.base + method, json.dumps(parameters).encode("utf-8"), fields))

    def get(self, method, **parameters):
        parameters["token"] = self.token
        return self._send(self.base + method + "?" + urllib.parse.urlencode(parameters))

    def ok(self, answer):
        code, data, message = answer
        if code != "OK":
            sys.exit("refused: %s %s" % (code, message))
        return data

    def refused(self, answer, fault):
        code, data, message = answer
        if code != "COM.CRM.EXCEPTION.WEBAPI." + fault.upper() or data != {} or not message:
            sys.exit("not refused with %s: %s" % (fault, answer))


def expect(found, expected):
    if found != expected:
        sys.exit("%r instead of %r" % (found, expected))


def purchase(account, reference, net):
    return {
        "accounts_receivable_identifier": {"number": account},
        "performed_by_unit_identifier": {"name": "Main Store"},
        "performed_on": "2016-06-22T15:00:00",
        "reference_number": reference,
        "products_set": [{"product_identifier": {"code": "Soap"}, "net_amount": net,
                          "vat_amount": 1.5, "total_amount": net + 1.5}],
    }


def main(port):
    client = Client(port)
    client.refused(client.post("authentication/token", username="u", password="x",
                               organisation="world"), "InvalidCredentialsException")
    client.token = client.ok(client.post("authentication/token", username="u", password="p",
                                         organisation="world"))["token"]

    # Reference data of one's own, used by the next calls.
    account = client.ok(client.post("accounts_receivable/create", name="Polina Kestora"))
    expect((account["number"], account["life_cycle_state"]), ("ACR0000000001", "ACTIVE"))
    participant = client.ok(client.post(
        "rewards_participants/create", sign_up_on="2016-06-22T15:00:00",
        sign_up_by_unit_identifier={"name": "Main Store"},
        accounts_receivable_identifier={"id": account["id"]}))
    expect(participant["accounts_receivable"]["name"], "Polina Kestora")
    expect(client.ok(client.get("rewards_participants/show",
                                rewards_participant_identifier="number=RP0000000001")), participant)

    # One event by itself, others in bulk.
    single = client.ok(client.post("customer_events/purchases/create", process_immediately=True,
                                   **purchase(account["number"], "RF01", 10.25)))
    expect((single["total_amount"], single["process_immediately"]), (11.75, 1))
    expect(single["products_set"][0]["product"]["code"], "Soap")
    rows = [dict(purchase(account["number"], "RF%d" % i, i), request_unique_identifier=str(i))
            for i in range(2, 26)]
    rows.append(dict(purchase("ACR00177", "RF99", 1), request_unique_identifier="99"))
    bulk = client.ok(client.post("customer_events/bulk/purchases/create",
                                 purchase_customer_events_set=rows))
    expect(len(bulk["processed_customer_events_set"]), 24)
    expect(bulk["unprocessed_customer_events_set"][0]["error_code"], "NotFoundAPIValueException")

    # A list in pages, newest first, by GET and by POST.
    seen = []
    while True:
        page = client.ok(client.get(
            "customer_events/purchases/list", number_of_results=10, offset=len(seen),
            accounts_receivable_identifier="number=" + account["number"], fields_set="number,id"))
        seen += page
        if len(page) < 10:
            break
    expect([int(e["number"]) for e in seen], list(range(25, 0, -1)))
    expect(sorted(seen[0]), ["id", "number"])
    listed = client.ok(client.post("customer_events/purchases/list", number_of_results=1,
                                   accounts_receivable_identifier={"id": account["id"]}))

    # Shown as listed; cancelled once.
    shown = client.ok(client.get("customer_events/purchases/show",
                                 customer_event_identifier="id=" + seen[0]["id"]))
    expect(shown, listed[0])
    one = {"customer_event_identifier": {"number": "1"}}
    cancelled = client.ok(client.post("customer_events/purchases/cancel", **one))
    expect(cancelled["life_cycle_state"], "CANCELLED")
    client.refused(client.post("customer_events/purchases/cancel", **one),
                   "CustomerEventNotPostedException")
    client.refused(client.get("customer_events/web/show", customer_event_identifier="number=1"),
                   "NotFoundAPIValueException")

    # Another login, by key; the first one ends.
    expect(client.ok(client.post("authentication/token/release")), {})
    client.refused(client.get("products/list"), "InvalidTokenException")
    client.token = None
    key = base64.b64encode(b"world-key-1:").decode("ascii")
    client.token = client.ok(client.post("authentication/web_api_key/token",
                                         {"Authorization": "Basic " + key}))["token"]
    expect([p["code"] for p in client.ok(client.get("products/list"))], ["Soap", "Towel"])
    types = client.ok(client.get("customer_events/configuration/classifications/list", type="WEB"))
    expect([c["name"] for c in types], ["Some WEB"])
    print("done")


main(*sys.argv[1:])
