// SPDX-License-Identifier: BSL-1.0
// The API as tables: kinds of entity, the columns of each type of event, the faults.
'use strict';

const kinds = {
  account: { label: 'Account', set: 'accounts_receivable', keys: ['id', 'number', 'name'], human: 'number' },
  participant: { label: 'Participant', set: 'rewards_participants', keys: ['id', 'number'], human: 'number' },
  classification: { label: 'Classification', set: 'classifications', keys: ['id', 'name', 'alternative_code'], human: 'name' },
  unit: { label: 'Unit', set: 'units', keys: ['id', 'name', 'alternative_code'], human: 'name' },
  currency: { label: 'Currency', set: 'currencies', keys: ['id', 'code'], human: 'code' },
  product: { label: 'Product', set: 'products', keys: ['id', 'code', 'alternative_code'], human: 'code' },
  medium_type: { label: 'Payment Medium Type', set: 'payment_medium_types', keys: ['id', 'name', 'alternative_code'], human: 'name' },
  medium_brand: { label: 'Payment Medium Brand', set: 'payment_medium_brands', keys: ['id', 'name', 'alternative_code'], human: 'name' },
  invoice: { label: 'Invoice', set: 'invoices', keys: ['id', 'number', 'reference_number', 'back_office_code'], human: 'number' },
};

const column = (name, type, need = 'optional', more = {}) => ({ name, type, need, ...more });
const text = (name, max, need, oneOf) => column(name, 'text', need, { max, oneOf });
const reference = (name, kind, need) => column(name, 'identifier', need, { kind: kinds[kind] });
const several = (count, make) => Array.from({ length: count }, (_, i) => make(i + 1));
const userFields = (texts) => [
  ...several(texts, (i) => text(`udf_string_${i}`, 1000)),
  ...several(4, (i) => column(`udf_float_${i}`, 'floating')),
  ...several(4, (i) => column(`udf_date_${i}`, 'date')),
];

const request = [text('request_unique_identifier', 255, 'mandatory')];
const customer = [
  reference('accounts_receivable_identifier', 'account', 'semi_optional'),
  reference('rewards_participant_identifier', 'participant', 'semi_optional'),
];
const classified = (need) => [reference('classification_identifier', 'classification', need)];
const performed = [
  reference('performed_by_unit_identifier', 'unit', 'mandatory'),
  column('performed_on', 'date', 'mandatory'),
  text('description', 4000),
];
const external = [text('external_system', 255), text('external_system_reference_number', 255)];
const line = [
  reference('product_identifier', 'product', 'mandatory'),
  column('quantity', 'quantity'),
  column('net_amount', 'amount', 'mandatory'),
  column('vat_amount', 'amount', 'mandatory'),
  column('total_amount', 'amount', 'mandatory'),
];
const mediumType = reference('payment_medium_type_identifier', 'medium_type');
const mediumBrand = reference('payment_medium_brand_identifier', 'medium_brand');
const mediumIdentifier = text('payment_medium_identifier', 255);

const types = {
  achievements: {
    set: 'achievement_customer_events_set', classification: 'ACHIEVEMENT',
    columns: [...request, ...customer, ...classified('mandatory'), ...performed, ...external, ...userFields(8)],
    relations: ['classificationType', 'accountActive'],
  },
  purchases: {
    set: 'purchase_customer_events_set', classification: 'PURCHASE',
    columns: [...request, ...customer, ...classified(), ...performed, text('reference_number', 255, 'mandatory'),
      mediumBrand, mediumType, mediumIdentifier, reference('invoice_identifier', 'invoice'), ...external,
      ...userFields(16), column('products_set', 'rows', 'mandatory', { columns: line })],
    relations: ['classificationType', 'amountsAddUp', 'intendedCurrency', 'accountActive'],
  },
  referrals: {
    set: 'referral_customer_events_set', classification: 'REFERRAL',
    columns: [...request, ...classified(), ...performed,
      reference('referred_rewards_participant_identifier', 'participant', 'mandatory'),
      reference('referred_by_rewards_participant_identifier', 'participant', 'mandatory'), ...external, ...userFields(8)],
    relations: ['classificationType', 'noSelfReferral'],
  },
  social_media: {
    set: 'social_media_customer_events_set', classification: 'SOCIAL_MEDIA',
    columns: [...request, ...customer, ...classified(), ...performed,
      text('social_media', 1000, 'mandatory', ['FACEBOOK']), text('profile', 1000, 'mandatory'),
      text('action', 1000, 'mandatory', ['LIKE']), ...external, ...userFields(8)],
    relations: ['classificationType', 'accountActive'],
  },
  web: {
    set: 'web_customer_events_set', classification: 'WEB',
    columns: [...request, ...customer, ...classified(), ...performed, text('website', 1000, 'mandatory'), ...external,
      ...userFields(8)],
    relations: ['classificationType', 'accountActive'],
  },
  financial_achievements: {
    set: 'financial_achievement_customer_events_set', classification: 'FINANCIAL_ACHIEVEMENT',
    columns: [...request, ...customer, ...classified('mandatory'), reference('product_identifier', 'product'),
      mediumType, mediumBrand, mediumIdentifier, ...performed, ...external, ...userFields(8)],
    relations: ['classificationType', 'paymentMediumAllowed', 'accountActive'],
  },
};

const general = {
  NotFoundAPIValueException: 'The specified API value was not found.',
  ReferredByAnotherParticipantException: 'The participant was already referred by another participant.',
  MissingAPIParameterException: 'A mandatory API parameter was not specified.',
  InvalidAPIValueException: 'The specified API value is not valid.',
  AmbiguousAPIParameterException: 'More than one of the mutually exclusive API parameters was specified.',
  DuplicateAPIValueException: 'The specified API value must be unique.',
  DuplicateExternalReferenceException: 'An event with the same external system reference was already created.',
  InvalidClassificationTypeException: 'The classification does not apply to this type of customer event.',
  InvalidAmountsException: 'The amounts of the purchased product are not consistent.',
  IntendedCurrencyMismatchException: 'The intended currency does not match the currency of the performing unit.',
  PaymentMediumNotAllowedException: 'The payment medium is not allowed for the account.',
  SelfReferralException: 'A participant cannot be referred by itself.',
  AccountNotActiveException: 'The account is not active.',
  InvalidTokenException: 'The token is missing, unknown or expired.',
  InvalidCredentialsException: 'The username, password or organisation is not valid.',
  MaximumNumberOfEventsExceededException: 'Too many customer events were specified.',
};

const refuse = (code, detail) => ({ code, detail, text: `Error:${detail} - Description:${general[code]}` });

module.exports = { kinds, types, refuse };
