// Fills an empty shop over its own APIs, as shoppers and an administrator would, and says what came of it.
'use strict';
const { populateInitialData } = require('@vendure/core/cli');

async function open(app, address, user, password) {
  const admin = new Api(`${address}/admin-api`);
  await admin.ask('mutation($u: String!, $p: String!) { login(username: $u, password: $p) { __typename } }', { u: 'owner', p: password });
  const known = await admin.ask('{ orders(options: { take: 1 }) { totalItems } }');
  const facts = known.orders.totalItems > 0 ? {} : { ...(await fill(app, address, admin)), key: await letIn(admin, user, password) };
  const one = async code => (await admin.ask('query($c: String!) { orders(options: { filter: { code: { eq: $c } } }) { items { id payments { id } history(options: { take: 100 }) { items { type data } } } } }', { c: code })).orders.items[0];
  const mug = { id: (await admin.ask('{ productVariants(options: { filter: { sku: { eq: "MUG" } } }) { items { id } } }')).productVariants.items[0].id };
  const verbs = {
    sell: ({ quantity = 2, method = 'card' }) => buy({ address, admin }, { lines: [[mug, quantity]], method }),
    ship: async ({ number }) => ship(admin, (await one(number)).id, 'Delivered'),
    settle: async ({ number }) => admin.done('mutation($id: ID!) { settlePayment(id: $id) { __typename ... on ErrorResult { message } } }', { id: (await one(number)).payments[0].id }),
    records: async ({ number }) => ({ count: (await one(number)).history.items.filter(entry => entry.type === 'ORDER_NOTE' && /^RefundDesk RD-/.test(entry.data.note)).length }),
    // Somebody moves the address: one of the few things by which Vendure marks an order as changed.
    touch: async ({ number }) => touch(admin, (await one(number)).id),
  };
  return { facts, verbs };
}

// The desk comes in as an administrator who may do what docs/order-sources.md says and no more; and with a key.
async function letIn(admin, user, password) {
  const role = (await admin.ask('mutation($i: CreateRoleInput!) { createRole(input: $i) { id } }',
    { i: { code: 'refund-desk', description: 'The refund desk', permissions: ['ReadOrder', 'UpdateOrder'] } })).createRole.id;
  await admin.ask('mutation($i: CreateAdministratorInput!) { createAdministrator(input: $i) { id } }',
    { i: { emailAddress: user, firstName: 'Refund', lastName: 'Desk', password, roleIds: [role] } });
  return (await admin.ask('mutation($i: CreateApiKeyInput!) { createApiKey(input: $i) { apiKey } }',
    { i: { roleIds: [role], translations: [{ languageCode: 'en', name: 'Refund desk' }] } })).createApiKey.apiKey;
}

async function touch(admin, id) {
  const move = state => admin.done('mutation($id: ID!, $s: String!) { transitionOrderToState(id: $id, state: $s) { __typename ... on ErrorResult { message } } }', { id, s: state });
  await move('Modifying');
  await admin.done('mutation($i: ModifyOrderInput!) { modifyOrder(input: $i) { __typename ... on ErrorResult { message } } }',
    { i: { dryRun: false, orderId: id, updateShippingAddress: { postalCode: '20095' } } });
  await move('PaymentSettled');
}

async function fill(app, address, admin) {
  await populateInitialData(app, {
    defaultLanguage: 'en',
    defaultZone: 'World',
    countries: [{ code: 'DE', name: 'Germany', zone: 'World' }, { code: 'JP', name: 'Japan', zone: 'World' }],
    taxRates: [{ name: 'Standard', percentage: 19 }, { name: 'Reduced', percentage: 7 }, { name: 'Shoes', percentage: 10 }],
    shippingMethods: [{ name: 'Parcel', price: 500, taxRate: 19 }],
    paymentMethods: [
      { name: 'Card', handler: { code: 'test-gateway', arguments: [] } },
      { name: 'Invoice', handler: { code: 'dummy-payment-handler', arguments: [{ name: 'automaticSettle', value: 'true' }] } },
      { name: 'Reserve', handler: { code: 'dummy-payment-handler', arguments: [{ name: 'automaticSettle', value: 'false' }] } },
    ],
    collections: [],
  });
  const base = await admin.ask(`{
    channels { items { id code token defaultTaxZone { id } } }
    taxCategories { items { id name } }
    shippingMethods { items { id code } }
    paymentMethods { items { id code } } }`);
  const zone = base.channels.items[0].defaultTaxZone.id;
  const [standard, reduced, shoes] = ['Standard', 'Reduced', 'Shoes'].map(name => base.taxCategories.items.find(one => one.name === name).id);

  await admin.ask('mutation($i: UpdateChannelInput!) { updateChannel(input: $i) { __typename } }', {
    i: { id: base.channels.items[0].id, pricesIncludeTax: true, defaultCurrencyCode: 'EUR', availableCurrencyCodes: ['EUR'] },
  });
  await admin.ask('mutation($i: UpdateGlobalSettingsInput!) { updateGlobalSettings(input: $i) { __typename } }', { i: { trackInventory: false } });
  const channel = async (code, currency, gross) => (await admin.ask(
    'mutation($i: CreateChannelInput!) { createChannel(input: $i) { __typename ... on Channel { id token } } }',
    { i: { code, token: code, defaultLanguageCode: 'en', pricesIncludeTax: gross, defaultCurrencyCode: currency, availableCurrencyCodes: [currency], defaultTaxZoneId: zone, defaultShippingZoneId: zone } },
  )).createChannel;
  const japan = await channel('japan', 'JPY', true);
  const trade = await channel('trade', 'EUR', false);

  const variant = async (name, sku, price, tax) => {
    const product = (await admin.ask('mutation($i: CreateProductInput!) { createProduct(input: $i) { id } }',
      { i: { enabled: true, translations: [{ languageCode: 'en', name, slug: sku.toLowerCase(), description: name }] } })).createProduct.id;
    const made = await admin.ask('mutation($i: [CreateProductVariantInput!]!) { createProductVariants(input: $i) { id } }',
      { i: [{ productId: product, sku, price, taxCategoryId: tax, stockOnHand: 1000, translations: [{ languageCode: 'en', name }] }] });
    return { product, id: made.createProductVariants[0].id };
  };
  const mug = await variant('Mug', 'MUG', 1299, standard);
  const book = await variant('Book of Refunds', 'BOOK', 2005, reduced);
  const boot = await variant('Boots', 'BOOT', 8999, shoes);
  for (const [one, where, price] of [[mug, japan, 150000], [boot, japan, 980000], [mug, trade, 1099], [book, trade, 1874]]) {
    await admin.ask('mutation($i: AssignProductsToChannelInput!) { assignProductsToChannel(input: $i) { id } }',
      { i: { productIds: [one.product], channelId: where.id } });
    await admin.ask('mutation($i: [UpdateProductVariantInput!]!) { updateProductVariants(input: $i) { id } }', { i: [{ id: one.id, price }] }, where.token);
  }
  for (const where of [japan, trade]) {
    await admin.ask('mutation($i: AssignShippingMethodsToChannelInput!) { assignShippingMethodsToChannel(input: $i) { id } }',
      { i: { channelId: where.id, shippingMethodIds: base.shippingMethods.items.map(one => one.id) } });
    await admin.ask('mutation($i: AssignPaymentMethodsToChannelInput!) { assignPaymentMethodsToChannel(input: $i) { id } }',
      { i: { channelId: where.id, paymentMethodIds: base.paymentMethods.items.map(one => one.id) } });
  }

  const promotion = async (name, couponCode, code, args) => {
    const made = await admin.ask('mutation($i: CreatePromotionInput!) { createPromotion(input: $i) { __typename ... on Promotion { id } ... on ErrorResult { message } } }', {
      i: {
        enabled: true, couponCode, conditions: [], translations: [{ languageCode: 'en', name }],
        actions: [{ code, arguments: Object.entries(args).map(([key, value]) => ({ name: key, value: String(value) })) }],
      },
    });
    if (made.createPromotion.__typename !== 'Promotion') throw new Error(JSON.stringify(made));
    return made.createPromotion.id;
  };
  await promotion('A third off mugs', 'MUGS', 'products_percentage_discount', { discount: 33, productVariantIds: JSON.stringify([mug.id]) });
  await promotion('Ten off', 'TEN', 'order_percentage_discount', { discount: 10 });
  const seven = await promotion('Seven euros off', 'SEVEN', 'order_fixed_discount', { discount: 701 });
  await admin.ask('mutation($i: AssignPromotionsToChannelInput!) { assignPromotionsToChannel(input: $i) { id } }', { i: { channelId: trade.id, promotionIds: [seven] } });
  await promotion('Free delivery', 'FREE', 'free_shipping', {});

  const context = { address, admin };
  const orders = {};
  orders.plain = await buy(context, { lines: [[mug, 2], [book, 1]], method: 'card' });
  await ship(admin, orders.plain.id, 'Delivered');
  orders.discounted = await buy(context, { lines: [[mug, 3], [book, 1], [boot, 1]], coupons: ['MUGS', 'TEN'], method: 'card' });
  orders.trade = await buy(context, { lines: [[mug, 3], [book, 2]], coupons: ['SEVEN'], method: 'card', channel: 'trade' });
  orders.free = await buy(context, { lines: [[boot, 1]], coupons: ['FREE'], method: 'invoice' });
  await ship(admin, orders.free.id, 'Shipped');
  orders.japan = await buy(context, { lines: [[mug, 3], [boot, 1]], method: 'card', channel: 'japan' });
  orders.invoice = await buy(context, { lines: [[book, 2]], method: 'invoice' });
  orders.reserved = await buy(context, { lines: [[book, 1]], method: 'reserve' });
  orders.cancelled = await buy(context, { lines: [[mug, 2], [book, 1]], method: 'invoice' });
  await cancelOne(admin, orders.cancelled.id);
  orders.plus = await buy(context, { lines: [[mug, 1]], method: 'invoice' });
  await surcharge(admin, orders.plus.id, 250);
  const basket = (await buy(context, { lines: [[mug, 1]], method: null })).code;
  return { ...orders, basket };
}

async function buy({ address, admin }, { lines, coupons = [], method, channel }) {
  const shop = new Api(`${address}/shop-api`, channel);
  for (const [variant, quantity] of lines) {
    await shop.done('mutation($v: ID!, $q: Int!) { addItemToOrder(productVariantId: $v, quantity: $q) { __typename ... on ErrorResult { message } } }', { v: variant.id, q: quantity });
  }
  for (const coupon of coupons) {
    await shop.done('mutation($c: String!) { applyCouponCode(couponCode: $c) { __typename ... on ErrorResult { message } } }', { c: coupon });
  }
  await shop.done('mutation { setCustomerForOrder(input: { firstName: "Ada", lastName: "Ångström", emailAddress: "ada@shopper.example" }) { __typename ... on ErrorResult { message } } }');
  await shop.done('mutation($c: String!) { setOrderShippingAddress(input: { fullName: "Ada Ångström", streetLine1: "Ring 1", city: "Town", postalCode: "10115", countryCode: $c }) { __typename ... on ErrorResult { message } } }',
    { c: channel === 'japan' ? 'JP' : 'DE' });
  const methods = await shop.ask('{ eligibleShippingMethods { id } }');
  await shop.done('mutation($m: [ID!]!) { setOrderShippingMethod(shippingMethodId: $m) { __typename ... on ErrorResult { message } } }', { m: [methods.eligibleShippingMethods[0].id] });
  const code = (await shop.ask('{ activeOrder { id code } }')).activeOrder;
  if (method) {
    await shop.done('mutation { transitionOrderToState(state: "ArrangingPayment") { __typename ... on ErrorResult { message } } }');
    await shop.done('mutation($m: String!, $d: JSON!) { addPaymentToOrder(input: { method: $m, metadata: $d }) { __typename ... on ErrorResult { message } } }',
      { m: method, d: { charge: `ch_${code.code}` } });
  }
  return (await admin.ask('query($id: ID!) { order(id: $id) { id code state totalWithTax currencyCode lines { id quantity } } }', { id: code.id })).order;
}

async function ship(admin, id, state) {
  const { order } = await admin.ask('query($id: ID!) { order(id: $id) { lines { id quantity } } }', { id });
  const made = await admin.done(`mutation($i: FulfillOrderInput!) { addFulfillmentToOrder(input: $i) { __typename ... on Fulfillment { id } ... on ErrorResult { message } } }`, {
    i: {
      lines: order.lines.map(line => ({ orderLineId: line.id, quantity: line.quantity })),
      handler: { code: 'manual-fulfillment', arguments: [{ name: 'method', value: 'Parcel' }, { name: 'trackingCode', value: '1' }] },
    },
  });
  for (const next of state === 'Delivered' ? ['Shipped', 'Delivered'] : ['Shipped']) {
    await admin.done('mutation($id: ID!, $s: String!) { transitionFulfillmentToState(id: $id, state: $s) { __typename ... on ErrorResult { message } } }', { id: made.id, s: next });
  }
}

// A unit is cancelled and paid back in the shop, before the desk ever saw the order.
async function cancelOne(admin, id) {
  const { order } = await admin.ask('query($id: ID!) { order(id: $id) { lines { id } payments { id } } }', { id });
  await admin.done('mutation($i: CancelOrderInput!) { cancelOrder(input: $i) { __typename ... on ErrorResult { message } } }',
    { i: { orderId: id, lines: [{ orderLineId: order.lines[0].id, quantity: 1 }], reason: 'out of stock' } });
  const refund = await admin.done('mutation($i: RefundOrderInput!) { refundOrder(input: $i) { __typename ... on Refund { id state } ... on ErrorResult { message } } }',
    { i: { paymentId: order.payments[0].id, amount: 1299, lines: [{ orderLineId: order.lines[0].id, quantity: 1 }], shipping: 0, adjustment: 0, reason: 'out of stock' } });
  if (refund.state === 'Pending') {
    await admin.done('mutation($i: SettleRefundInput!) { settleRefund(input: $i) { __typename ... on ErrorResult { message } } }', { i: { id: refund.id, transactionId: 'by-hand' } });
  }
}

// Something dearer was agreed on later and paid by hand.
async function surcharge(admin, id, price) {
  const move = state => admin.done('mutation($id: ID!, $s: String!) { transitionOrderToState(id: $id, state: $s) { __typename ... on ErrorResult { message } } }', { id, s: state });
  await move('Modifying');
  await admin.done('mutation($i: ModifyOrderInput!) { modifyOrder(input: $i) { __typename ... on ErrorResult { message } } }',
    { i: { dryRun: false, orderId: id, surcharges: [{ description: 'Gift wrap', sku: 'WRAP', price, priceIncludesTax: true, taxRate: 19, taxDescription: 'Standard' }] } });
  await move('ArrangingAdditionalPayment');
  await admin.done('mutation($i: ManualPaymentInput!) { addManualPaymentToOrder(input: $i) { __typename ... on ErrorResult { message } } }',
    { i: { orderId: id, method: 'cash', transactionId: 'till-1', metadata: {} } });
  await move('PaymentSettled');
}

class Api {
  constructor(address, channel) {
    this.address = address;
    this.headers = { 'content-type': 'application/json', ...(channel ? { 'vendure-token': channel } : {}) };
  }

  async ask(query, variables = {}, channel = undefined) {
    const headers = channel ? { ...this.headers, 'vendure-token': channel } : this.headers;
    const answer = await fetch(this.address, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
    const token = answer.headers.get('vendure-auth-token');
    if (token) this.headers.authorization = `Bearer ${token}`;
    const { data, errors } = await answer.json();
    if (errors) throw new Error(`${query}: ${JSON.stringify(errors)}`);
    return data;
  }

  // For mutations: a union whose other members are errors.
  async done(query, variables) {
    const [result] = Object.values(await this.ask(query, variables));
    if (result.message) throw new Error(`${query} ${JSON.stringify(variables)}: ${result.message}`);
    return result;
  }
}

module.exports = { open };
