// Fills an empty shop over its own APIs, as shoppers and an administrator would, and says what came of it.
'use strict';

async function open(address, user, password) {
  const login = await call(address, {}, 'POST', '/auth/user/emailpass', { email: user, password });
  const admin = (method, path, body) => call(address, { authorization: `Bearer ${login.token}` }, method, `/admin${path}`, body);
  const facts = (await admin('GET', '/orders?limit=1')).count > 0 ? {} : await fill(address, admin);
  const one = async (number, fields) => {
    const { orders } = await admin('GET', `/orders?limit=200&fields=id,display_id,${fields}`);
    return orders.find(order => String(order.display_id) === number);
  };
  const shop = {
    address, admin,
    place: (await admin('GET', '/stock-locations')).stock_locations[0].id,
    key: (await admin('GET', '/api-keys?type=publishable')).api_keys.find(key => key.title === 'Shop window').token,
    parcel: (await admin('GET', '/shipping-options')).shipping_options[0].id,
    regions: Object.fromEntries((await admin('GET', '/regions')).regions.map(region => [region.currency_code, region.id])),
  };
  const mug = { variant: (await admin('GET', '/products?q=Mug&fields=id,*variants')).products[0].variants[0].id };
  const verbs = {
    sell: ({ quantity = 2, gateway = 'pp_test-gateway_test', capture = true }) => buy(shop, { currency: 'eur', lines: [[mug, quantity]], gateway, capture }),
    ship: async ({ number }) => ship(shop, (await one(number, 'status')).id, true),
    settle: async ({ number, amount }) => {
      // What is left is named: a capture that names nothing asks for the whole payment again.
      for (const payment of (await one(number, '*payment_collections.payments,*payment_collections.payments.captures')).payment_collections.flatMap(all => all.payments)) {
        const captured = (payment.captures ?? []).reduce((sum, capture) => sum + Number(capture.amount), 0);
        await admin('POST', `/payments/${payment.id}/capture`, amount ? { amount } : captured > 0 ? { amount: Number((payment.amount - captured).toFixed(5)) } : {});
      }
    },
    // Somebody pays back in the shop: its gateway is asked.
    refund: async ({ number, amount }) => {
      const { payment_collections } = await one(number, '*payment_collections.payments');
      await admin('POST', `/payments/${payment_collections[0].payments[0].id}/refund`, { amount, note: 'by hand' });
    },
    records: async ({ number }) => ({ count: Object.keys((await one(number, 'metadata')).metadata ?? {}).filter(name => name.startsWith('refunddesk_RD-')).length }),
    touch: async ({ number }) => { await admin('POST', `/orders/${(await one(number, 'status')).id}`, { shipping_address: { postal_code: '20095' } }); },
  };
  return { facts, verbs };
}

async function fill(address, admin) {
  const store = (await admin('GET', '/stores')).stores[0];
  const channel = store.default_sales_channel_id ?? (await admin('GET', '/sales-channels')).sales_channels[0].id;
  await admin('POST', `/stores/${store.id}`, {
    supported_currencies: [
      { currency_code: 'eur', is_default: true, is_tax_inclusive: true }, { currency_code: 'jpy', is_tax_inclusive: true }, { currency_code: 'usd', is_tax_inclusive: false },
    ],
  });
  const providers = ['pp_system_default', 'pp_test-gateway_test'];
  const region = async (name, currency_code, country) =>
    (await admin('POST', '/regions', { name, currency_code, countries: [country], payment_providers: providers, is_tax_inclusive: currency_code !== 'usd' })).region.id;
  const regions = { eur: await region('Europe', 'eur', 'de'), jpy: await region('Japan', 'jpy', 'jp'), usd: await region('America', 'usd', 'us') };
  const taxes = {};
  for (const [country, rate] of [['de', 19], ['jp', 10], ['us', 8.25]]) {
    taxes[country] = (await admin('POST', '/tax-regions', { country_code: country, provider_id: 'tp_system', default_tax_rate: { rate, code: country, name: 'Tax' } })).tax_region.id;
  }

  const profile = (await admin('GET', '/shipping-profiles')).shipping_profiles[0]?.id
    ?? (await admin('POST', '/shipping-profiles', { name: 'Default', type: 'default' })).shipping_profile.id;
  const place = (await admin('POST', '/stock-locations', { name: 'Store room', address: { address_1: 'Ring 1', country_code: 'de' } })).stock_location.id;
  await admin('POST', `/stock-locations/${place}/fulfillment-providers`, { add: ['manual_manual'] });
  await admin('POST', `/stock-locations/${place}/sales-channels`, { add: [channel] });
  const sets = (await admin('POST', `/stock-locations/${place}/fulfillment-sets?fields=*fulfillment_sets`, { name: 'Parcels', type: 'shipping' })).stock_location.fulfillment_sets;
  const zones = (await admin('POST', `/fulfillment-sets/${sets[0].id}/service-zones`, {
    name: 'World', geo_zones: ['de', 'jp', 'us'].map(country_code => ({ type: 'country', country_code })),
  })).fulfillment_set.service_zones;
  const parcel = (await admin('POST', '/shipping-options', {
    name: 'Parcel', service_zone_id: zones[0].id, shipping_profile_id: profile, provider_id: 'manual_manual', price_type: 'flat',
    type: { label: 'Parcel', description: 'Parcel', code: 'parcel' },
    prices: [{ currency_code: 'eur', amount: 4.99 }, { currency_code: 'jpy', amount: 500 }, { currency_code: 'usd', amount: 7.01 }],
    rules: [],
  })).shipping_option.id;
  const key = (await admin('POST', '/api-keys', { title: 'Shop window', type: 'publishable' })).api_key;
  await admin('POST', `/api-keys/${key.id}/sales-channels`, { add: [channel] });

  const product = async (title, sku, prices) => {
    const made = (await admin('POST', '/products', {
      title, status: 'published', shipping_profile_id: profile, sales_channels: [{ id: channel }],
      options: [{ title: 'Size', values: ['One'] }],
      variants: [{ title: 'One', sku, manage_inventory: false, options: { Size: 'One' }, prices: Object.entries(prices).map(([currency_code, amount]) => ({ currency_code, amount })) }],
    })).product;
    return { id: made.id, variant: made.variants[0].id };
  };
  const mug = await product('Mug', 'MUG', { eur: 12.99, jpy: 1500, usd: 10.99 });
  const book = await product('Book of Refunds', 'BOOK', { eur: 20.05, jpy: 2310, usd: 18.74 });
  const boot = await product('Boots', 'BOOT', { eur: 89.99, jpy: 9800, usd: 99.95 });
  await admin('POST', '/tax-rates', { tax_region_id: taxes.de, name: 'Reduced', code: 'reduced', rate: 7, rules: [{ reference: 'product', reference_id: book.id }] });

  const promotion = (code, application_method) => admin('POST', '/promotions', { code, type: 'standard', status: 'active', is_automatic: false, is_tax_inclusive: true, application_method });
  await promotion('MUGS', {
    type: 'percentage', target_type: 'items', allocation: 'each', max_quantity: 10, value: 33,
    target_rules: [{ attribute: 'items.product.id', operator: 'eq', values: [mug.id] }],
  });
  await promotion('TEN', { type: 'percentage', target_type: 'order', value: 10, allocation: 'across' });
  await promotion('SEVEN', { type: 'fixed', target_type: 'order', value: 7.01, currency_code: 'usd', allocation: 'across' });
  await promotion('FREE', { type: 'percentage', target_type: 'shipping_methods', allocation: 'each', max_quantity: 1, value: 100 });

  const shop = { address, admin, place, key: key.token, parcel, regions };
  const orders = {};
  orders.plain = await buy(shop, { currency: 'eur', lines: [[mug, 2], [book, 1]], gateway: 'pp_test-gateway_test' });
  await ship(shop, orders.plain.id, true);
  orders.discounted = await buy(shop, { currency: 'eur', lines: [[mug, 3], [book, 1], [boot, 1]], codes: ['MUGS', 'TEN'], gateway: 'pp_test-gateway_test' });
  orders.trade = await buy(shop, { currency: 'usd', lines: [[mug, 3], [book, 2]], codes: ['SEVEN'], gateway: 'pp_test-gateway_test' });
  orders.free = await buy(shop, { currency: 'eur', lines: [[boot, 1]], codes: ['FREE'], gateway: 'pp_system_default' });
  await ship(shop, orders.free.id, false);
  orders.japan = await buy(shop, { currency: 'jpy', lines: [[mug, 3], [boot, 1]], gateway: 'pp_test-gateway_test' });
  orders.invoice = await buy(shop, { currency: 'eur', lines: [[book, 2]], gateway: 'pp_system_default' });
  orders.reserved = await buy(shop, { currency: 'eur', lines: [[book, 1]], gateway: 'pp_test-gateway_test', capture: false });
  const secret = (await admin('POST', '/api-keys', { title: 'Refund desk', type: 'secret' })).api_key.token;
  return { ...orders, key: secret };
}

async function buy({ address, admin, key, parcel, regions }, { currency, lines, codes = [], gateway, capture = true }) {
  const store = (method, path, body) => call(address, { 'x-publishable-api-key': key }, method, `/store${path}`, body);
  const country_code = { eur: 'de', jpy: 'jp', usd: 'us' }[currency];
  const cart = (await store('POST', '/carts', {
    region_id: regions[currency], email: 'ada@shopper.example',
    shipping_address: { first_name: 'Ada', last_name: 'Ångström', address_1: 'Ring 1', city: 'Town', postal_code: '10115', country_code },
  })).cart.id;
  for (const [product, quantity] of lines) await store('POST', `/carts/${cart}/line-items`, { variant_id: product.variant, quantity });
  await store('POST', `/carts/${cart}/shipping-methods`, { option_id: parcel });
  if (codes.length > 0) await store('POST', `/carts/${cart}/promotions`, { promo_codes: codes });
  const collection = (await store('POST', '/payment-collections', { cart_id: cart })).payment_collection.id;
  await store('POST', `/payment-collections/${collection}/payment-sessions`, { provider_id: gateway });
  const placed = await store('POST', `/carts/${cart}/complete`, {});
  if (placed.type !== 'order') throw new Error(JSON.stringify(placed));
  const { order } = await admin('GET', `/orders/${placed.order.id}?fields=id,display_id,total,currency_code,*payment_collections.payments,*items`);
  if (capture) for (const payment of order.payment_collections.flatMap(one => one.payments)) await admin('POST', `/payments/${payment.id}/capture`, {});
  return { id: order.id, number: String(order.display_id), total: String(order.total), currency: order.currency_code };
}

async function ship({ admin, place }, id, isDelivered) {
  const { order } = await admin('GET', `/orders/${id}?fields=id,*items`);
  const items = order.items.map(item => ({ id: item.id, quantity: item.quantity }));
  const sent = (await admin('POST', `/orders/${id}/fulfillments?fields=*fulfillments`, { items, location_id: place })).order.fulfillments[0].id;
  await admin('POST', `/orders/${id}/fulfillments/${sent}/shipments`, { items });
  if (isDelivered) await admin('POST', `/orders/${id}/fulfillments/${sent}/mark-as-delivered`, {});
}

async function call(address, headers, method, path, body) {
  const answer = await fetch(address + path, { method, headers: { 'content-type': 'application/json', ...headers }, body: body ? JSON.stringify(body) : undefined });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} ${JSON.stringify(body)}: ${answer.status} ${text}`);
  return JSON.parse(text);
}

module.exports = { open };
