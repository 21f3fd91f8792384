# SPDX-License-Identifier: BSL-1.0
"""The organisation that the calls are made to, and the events in them.

Every event names itself: its external reference is its request identifier, so that what was stored
can be told from the outside, and its contents follow from that name, so that they can be compared.
"""
import json
import random

ORGANISATION = "crash"
SYSTEM = "crash-test"
ACCOUNTS = 50
PARTICIPANTS = 3000

# type of event (as in the address) -> the member of the call with its events
SETS = {
    "achievements": "achievement_customer_events_set",
    "purchases": "purchase_customer_events_set",
    "referrals": "referral_customer_events_set",
    "social_media": "social_media_customer_events_set",
    "web": "web_customer_events_set",
    "financial_achievements": "financial_achievement_customer_events_set",
}
TYPES = tuple(SETS)

# What an event that is stored already is refused with: referrals are unique in two ways.
STORED_ALREADY = {"DuplicateExternalReferenceException", "ReferredByAnotherParticipantException"}

TEXTS = ("", "plain", "Ελληνικά και ευρώ €", "quote \" slash \\ tab \t", "日本語 🎉", "x" * 300)


def account(index):
    return f"ACR{index:010}"


def participant(index):
    return f"RP{index:010}"


def fixture():
    """The reference data, as a fixture file has it."""
    classes = {"Feedback": "ACHIEVEMENT", "Goal": "FINANCIAL_ACHIEVEMENT", "Visit": "WEB",
               "Like": "SOCIAL_MEDIA", "Friend": "REFERRAL", "Shop": "PURCHASE"}
    return {
        "organisation": ORGANISATION,
        "users": [{"username": "u", "password": "p"}],
        "currencies": [{"code": "EUR"}],
        "units": [{"name": "Unit", "alternative_code": "U", "currency": "EUR"}],
        "classifications": [{"name": name, "alternative_code": name, "type": kind}
                            for name, kind in classes.items()],
        "accounts_receivable": [{"number": account(i), "name": f"Account {i}"}
                                for i in range(ACCOUNTS)],
        "rewards_participants": [{"number": participant(i)} for i in range(PARTICIPANTS)],
        "products": [{"code": "P1", "alternative_code": "P1", "description": "A product"}],
    }


def write_fixture(path):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(fixture(), file)


def event(kind, name, referred=None):
    """An event of that type that will be stored; a referral is of the given participant."""
    chance = random.Random(name)
    made = {
        "request_unique_identifier": name,
        "external_system": SYSTEM,
        "external_system_reference_number": name,
        "performed_by_unit_identifier": {"name": "Unit"},
        "performed_on": f"{chance.randint(1990, 2030)}-02-{chance.randint(1, 28):02}T23:59:58",
        "udf_string_1": chance.choice(TEXTS),
        "udf_string_8": name[::-1],
        "udf_float_1": chance.choice((0.5, -1.25, 1e-9, 123456.789, 0)),
        "udf_date_4": "2020-02-29T00:00:00",
    }
    if chance.random() < 0.3:
        made["description"] = chance.choice(TEXTS) * chance.choice((1, 1, 10))
    if kind == "referrals":
        made["referred_rewards_participant_identifier"] = {"number": participant(referred)}
        made["referred_by_rewards_participant_identifier"] = {"number": participant(0)}
        return made
    made["accounts_receivable_identifier"] = {"number": account(chance.randrange(ACCOUNTS))}
    if kind == "achievements":
        made["classification_identifier"] = {"name": "Feedback"}
    elif kind == "financial_achievements":
        made["classification_identifier"] = {"name": "Goal"}
    elif kind == "social_media":
        made.update(social_media="FACEBOOK", profile=name, action="LIKE")
    elif kind == "web":
        made["website"] = "https://example.test/" + name
    elif kind == "purchases":
        made["reference_number"] = name
        made["products_set"] = [
            {"product_identifier": {"code": "P1"}, "quantity": 1 + line, "net_amount": 10.25,
             "vat_amount": 1.5, "total_amount": 11.75}
            for line in range(chance.randint(1, 3))]
    return made


def spoilt(kind, name, stored, chance):
    """An event that must be refused: of an unknown unit, or with a reference that is stored."""
    made = event(kind, name, referred=PARTICIPANTS - 1)
    if stored and chance.random() < 0.5:
        made["external_system_reference_number"] = chance.choice(stored)
    else:
        made["performed_by_unit_identifier"] = {"name": "No Such Unit"}
    return made
