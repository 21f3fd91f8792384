#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""fill.py PORT makes calls of each kind that leaves something behind."""
import json
import sys
import time
import urllib.request

BASE = f"http://127.0.0.1:{sys.argv[1]}"


def post(path, body, headers=None):
    request = urllib.request.Request(BASE + path, json.dumps(body).encode(), headers or {})
    with urllib.request.urlopen(request) as answer:
        said = json.load(answer)
    if "status" in said and said["status"]["code"] != "OK":
        raise SystemExit(f"{path}: {said}")
    return said.get("data", said)


TOKEN = post("/authentication/token", dict(username="demo", password="demo", organisation="demo"))["token"]
ACCOUNT = {"accounts_receivable_identifier": {"number": "ACR0000000077"}}
DONE = {"performed_by_unit_identifier": {"name": "Admin Unit"}, "performed_on": "2016-06-22T15:00:00"}
ODD = {"udf_string_1": "\u20ac \U0001f600 \"\\ \n", "udf_float_1": 0.1, "udf_float_2": 1e-300,
       "udf_float_3": 12.25, "udf_date_1": "0001-01-01T00:00:00", "udf_date_2": "9999-12-31T23:59:59"}
LINE = {"product_identifier": {"code": "Bronze"}, "net_amount": 50, "vat_amount": 10.25, "total_amount": 60.25}
EVENTS = {
    "achievement": {**ACCOUNT, "classification_identifier": {"name": "Customer Feedback 3"}},
    "purchase": {**ACCOUNT, "reference_number": "RF01", "products_set": [LINE, {**LINE, "quantity": 2.5}]},
    "referral": {"referred_by_rewards_participant_identifier": {"number": "RP0000000010"}},
    "social_media": {**ACCOUNT, "social_media": "FACEBOOK", "profile": "me", "action": "LIKE"},
    "web": {**ACCOUNT, "website": "www.crm.com", **ODD},
    "financial_achievement": {**ACCOUNT, "classification_identifier": {"name": "Financial Achievement 1"},
                              "payment_medium_type_identifier": {"name": "Credit Card"},
                              "payment_medium_brand_identifier": {"name": "Visa"}},
}
PATHS = {"achievement": "achievements", "purchase": "purchases", "referral": "referrals",
         "social_media": "social_media", "web": "web", "financial_achievement": "financial_achievements"}
REFERRED = iter(["RP0000000012", "RP0000000014"])


def create_all(part):
    for kind, values in EVENTS.items():
        event = {"request_unique_identifier": "1", **DONE, **values, "external_system": "POS",
                 "external_system_reference_number": f"{part}-{kind}"}
        if kind == "referral":
            event["referred_rewards_participant_identifier"] = {"number": next(REFERRED)}
        data = post(f"/customer_events/bulk/{PATHS[kind]}/create",
                    {"token": TOKEN, f"{kind}_customer_events_set": [event]},
                    {"Idempotency-Key": part} if kind == "web" else {})
        if not data["processed_customer_events_set"]:
            raise SystemExit(f"{kind}: {data}")


def create_large(part, count):
    """Events with much in them: forty are so many that they go to the disk in blocks."""
    events = [{"request_unique_identifier": str(i), **DONE, **EVENTS["web"], "description": "long " * 400,
               "external_system": "POS", "external_system_reference_number": f"{part}-{i}"}
              for i in range(count)]
    data = post("/customer_events/bulk/web/create", {"token": TOKEN, "web_customer_events_set": events})
    if len(data["processed_customer_events_set"]) != len(events):
        raise SystemExit(f"{part}: {data}")


def create_singly(number, cancelled):
    """An account, a purchase of its own that is not processed at once, and one that is cancelled."""
    account = post("/accounts_receivable/create", {"token": TOKEN, "name": f"Account {number}"})
    post("/customer_events/web/create",
         {"token": TOKEN, **DONE, "accounts_receivable_identifier": {"number": account["number"]},
          "website": "www.crm.com", "process_immediately": False})
    post("/customer_events/purchases/cancel",
         {"token": TOKEN, "customer_event_identifier": {"number": cancelled}})


create_all("snapshot")
create_singly(1, "123")
post("/__admin/snapshots", {})
create_all("journal")
create_large("some", 9)
time.sleep(1)  # with small segments the next one is prepared now, and the call after this one ends this one
create_large("many", 56)
create_singly(2, "124")
