// SPDX-License-Identifier: BSL-1.0
// The judgement of an event: shape, presence, references, relations, claims; the first refusal wins.
'use strict';

const { refuse, kinds } = require('./catalogue.js');

const missing = (name) => refuse('MissingAPIParameterException', `Parameter ${name} Is Mandatory.`);
const invalid = (name, value) => refuse('InvalidAPIValueException', `Parameter ${name} (${shown(value)}) Is Invalid.`);
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isGiven = (value) => value !== undefined && value !== null;

function shown(value) {
  if (Array.isArray(value)) return '[...]';
  if (isObject(value)) return '{...}';
  const text = String(value);
  return text.length > 100 ? [...text].slice(0, 100).join('') + '...' : text;
}

// At most so many code points; only long texts are counted.
function fits(text, max) {
  if (text.length <= max) return true;
  if (text.length > 2 * max) return false;
  let count = 0;
  for (const _ of text) if (++count > max) return false;
  return true;
}

const DATE = /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)$/;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
function isDate(value) {
  if (typeof value !== 'string' || value.length !== 19) return false;
  const parts = DATE.exec(value);
  if (!parts) return false;
  const year = +parts[1], month = +parts[2], day = +parts[3];
  if (year === 0 || month === 0 || month > 12 || day === 0) return false;
  const leap = month === 2 && (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)) ? 1 : 0;
  return day <= DAYS[month - 1] + leap;
}

// Up to 12 digits before and 6 after the point.
function isAmount(value) {
  if (typeof value !== 'number' || !(Math.abs(value) < 1e12)) return false;
  const micros = value * 1e6;
  return Math.abs(micros - Math.round(micros)) <= Math.max(Math.abs(micros) * 2 ** -51, 1e-9);
}

function hasShape(column, value) {
  switch (column.type) {
    case 'text':
      return typeof value === 'string' && fits(value, column.max) &&
        (!column.oneOf || value === '' || column.oneOf.includes(value));
    case 'date': return isDate(value);
    case 'floating': return typeof value === 'number' && Number.isFinite(value);
    case 'amount': return isAmount(value);
    case 'quantity': return isAmount(value) && value > 0;
    case 'rows': return Array.isArray(value);
    default: return isObject(value);
  }
}

function checkShape(columns, object, path) {
  for (let c = 0; c < columns.length; ++c) {
    const column = columns[c];
    const value = object[column.name];
    if (!isGiven(value)) continue;
    if (!hasShape(column, value)) return invalid(path + column.name, value);
    if (column.type === 'identifier') {
      for (const key of column.kind.keys) {
        const given = value[key];
        if (isGiven(given) && (typeof given !== 'string' || !fits(given, 255)))
          return invalid(`${path}${column.name}.${key}`, given);
      }
    } else if (column.type === 'rows') {
      for (let r = 0; r < value.length; ++r) {
        if (!isObject(value[r])) return invalid(`${column.name}[${r}]`, value[r]);
        const refused = checkShape(column.columns, value[r], `${column.name}[${r}].`);
        if (refused) return refused;
      }
    }
  }
}

// The one key that an identifier has; nothing if it has none or several.
function keyOf(kind, identifier) {
  let found;
  for (const key of kind.keys)
    if (isGiven(identifier[key])) {
      if (found) return undefined;
      found = key;
    }
  return found;
}

function checkPresence(type, columns, object, path) {
  let choiceSeen = false;
  for (let c = 0; c < columns.length; ++c) {
    const column = columns[c];
    const value = object[column.name];
    if (column.need === 'semi_optional' && !choiceSeen) {
      choiceSeen = true;
      const refused = checkChoice(type, object);
      if (refused) return refused;
    }
    if (column.need === 'mandatory' &&
        (!isGiven(value) || (value === '' && column.type === 'text') || (column.type === 'rows' && value.length === 0)))
      return missing(path + column.name);
    if (!isGiven(value)) continue;
    if (column.type === 'identifier' && !keyOf(column.kind, value)) {
      if (!column.kind.keys.some((key) => isGiven(value[key]))) return missing(path + column.name);
      return refuse('AmbiguousAPIParameterException',
        `Only One of ${column.kind.keys.join(', ')} Is Allowed in ${path}${column.name}.`);
    }
    if (column.type === 'rows')
      for (let r = 0; r < value.length; ++r) {
        const refused = checkPresence(type, column.columns, value[r], `${column.name}[${r}].`);
        if (refused) return refused;
      }
  }
}

function checkChoice(type, event) {
  const given = type.choice.filter((name) => isGiven(event[name]));
  if (given.length === 1) return undefined;
  if (given.length === 0) return missing(type.choice.join(' or '));
  return refuse('AmbiguousAPIParameterException', `Only One of ${type.choice.join(', ')} Is Allowed.`);
}

// Puts what is found into `found`, by name.
function checkReferences(columns, object, organisation, found) {
  for (let c = 0; c < columns.length; ++c) {
    const column = columns[c];
    const value = object[column.name];
    if (!isGiven(value)) continue;
    if (column.type === 'identifier') {
      const key = keyOf(column.kind, value);
      const entity = organisation.find(column.kind, key, value[key]);
      if (!entity) return refuse('NotFoundAPIValueException', `${column.kind.label} (${value[key]}) Not Found.`);
      if (found) found[column.name] = { entity, text: value[key] };
    } else if (column.type === 'rows') {
      for (const row of value) {
        const refused = checkReferences(column.columns, row, organisation, undefined);
        if (refused) return refused;
      }
    }
  }
}

function accountOf(found) {
  if (found.accounts_receivable_identifier) return found.accounts_receivable_identifier;
  const account = found.rewards_participant_identifier?.entity.accountEntity;
  return account && { entity: account, text: account.number };
}

function allows(media, part, entity) {
  if (!media) return true;
  if (media.length === 0) return false;
  return media.some((row) => row[part] === entity) || media.every((row) => row[part] === undefined);
}

const relations = {
  classificationType(type, event, found) {
    const given = found.classification_identifier;
    if (given && given.entity.type !== type.classification)
      return refuse('InvalidClassificationTypeException',
        `Classification (${given.text}) Is Not of Type ${type.classification}.`);
  },
  amountsAddUp(type, event) {
    for (const row of event.products_set)
      if (Math.round(row.net_amount * 1e6) + Math.round(row.vat_amount * 1e6) !== Math.round(row.total_amount * 1e6))
        return refuse('InvalidAmountsException',
          `Net Amount (${row.net_amount}) and VAT Amount (${row.vat_amount}) Do Not Add Up to Total Amount (${row.total_amount}).`);
  },
  intendedCurrency(type, event, found, intended) {
    const unit = found.performed_by_unit_identifier;
    if (intended && unit.entity.currencyEntity !== intended.entity)
      return refuse('IntendedCurrencyMismatchException',
        `Intended Currency (${intended.text}) Is Not the Currency of Unit (${unit.text}).`);
  },
  paymentMediumAllowed(type, event, found) {
    const account = accountOf(found);
    if (!account) return undefined;
    for (const [name, part, kind] of [['payment_medium_type_identifier', 'type', kinds.medium_type],
      ['payment_medium_brand_identifier', 'brand', kinds.medium_brand]])
      if (found[name] && !allows(account.entity.media, part, found[name].entity))
        return refuse('PaymentMediumNotAllowedException',
          `${kind.label} (${found[name].text}) Is Not Allowed for Account (${account.text}).`);
  },
  accountActive(type, event, found) {
    const account = accountOf(found);
    if (account && (account.entity.life_cycle_state ?? 'ACTIVE') !== 'ACTIVE')
      return refuse('AccountNotActiveException', `Account (${account.text}) Is Not Active.`);
  },
  noSelfReferral(type, event, found) {
    const referred = found.referred_rewards_participant_identifier.entity;
    if (referred === found.referred_by_rewards_participant_identifier.entity)
      return refuse('SelfReferralException', `Participant ${referred.number} Cannot Refer Itself.`);
  },
};

// Takes what the event claims, unless somebody has.
function claim(event, found, organisation) {
  const referred = found.referred_rewards_participant_identifier?.entity.number;
  if (referred !== undefined && organisation.referred.has(referred))
    return refuse('ReferredByAnotherParticipantException',
      `Participant ${referred} Was Already Referred by Another Participant.`);
  const system = event.external_system, number = event.external_system_reference_number;
  if (system && number) {
    const reference = `${system}\0${number}`;
    if (organisation.references.has(reference))
      return refuse('DuplicateExternalReferenceException', `External Reference (${system}, ${number}) Already Exists.`);
    organisation.references.add(reference);
  }
  if (referred !== undefined) organisation.referred.add(referred);
}

// The refusal of an event, or nothing: then its claims are taken.
function judge(type, event, index, used, organisation, intended) {
  if (!isObject(event)) return invalid(`${type.set}[${index}]`, event);
  const request = event.request_unique_identifier;
  if (!isGiven(request)) return missing('request_unique_identifier');
  if (typeof request !== 'string' || !fits(request, 255)) return invalid('request_unique_identifier', request);
  if (request === '') return missing('request_unique_identifier');
  if (used.has(request))
    return refuse('DuplicateAPIValueException', `Parameter request_unique_identifier (${request}) Is Not Unique.`);
  used.add(request);
  const found = {};
  const refused = checkShape(type.columns, event, '') ?? checkPresence(type, type.columns, event, '') ??
    checkReferences(type.columns, event, organisation, found);
  if (refused) return refused;
  for (const relation of type.relations) {
    const broken = relations[relation](type, event, found, intended);
    if (broken) return broken;
  }
  return claim(event, found, organisation);
}

module.exports = { judge, missing, invalid, isGiven, isObject, keyOf };
