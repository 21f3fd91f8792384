// SPDX-License-Identifier: BSL-1.0
// An organisation in memory: its reference data in maps by key, and what events change.
'use strict';

const fs = require('node:fs');
const { kinds } = require('./catalogue.js');

function load(file) {
  const read = JSON.parse(fs.readFileSync(file, 'utf8'));
  const found = new Map();
  for (const kind of Object.values(kinds)) {
    const byKey = Object.fromEntries(kind.keys.map((key) => [key, new Map()]));
    for (const entity of read[kind.set] ?? [])
      for (const key of kind.keys) if (entity[key] !== undefined) byKey[key].set(entity[key], entity);
    found.set(kind, byKey);
  }
  const by = (kind, value) => (value === undefined ? undefined : found.get(kind)[kind.human].get(value));
  for (const participant of read.rewards_participants ?? []) participant.accountEntity = by(kinds.account, participant.account);
  for (const unit of read.units ?? []) unit.currencyEntity = by(kinds.currency, unit.currency);
  for (const account of read.accounts_receivable ?? [])
    account.media = account.payment_media?.map((row) => ({
      type: by(kinds.medium_type, row.type), brand: by(kinds.medium_brand, row.brand),
    }));
  return {
    name: read.organisation,
    users: new Map((read.users ?? []).map((user) => [user.username, user.password])),
    find: (kind, key, value) => found.get(kind)[key].get(value),
    referred: new Set((read.rewards_participants ?? []).filter((p) => p.referred_by).map((p) => p.number)),
    references: new Set(),
    nextNumbers: { ...read.next_numbers },
    events: new Map(),
  };
}

module.exports = { load };
