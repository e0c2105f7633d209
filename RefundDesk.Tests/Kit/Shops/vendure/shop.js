// The shop that the Vendure order source is tested against: a Vendure server on PostgreSQL with a gateway that keeps a list of the
// refunds it was asked for. Beside the tests nothing uses it.
'use strict';
const fs = require('node:fs');
const {
  DefaultLogger, LanguageCode, LogLevel, PaymentMethodHandler, bootstrap, defaultPromotionActions, defaultPromotionConditions, dummyPaymentHandler,
} = require('@vendure/core');

const { obey } = require('./obey');
const { open } = require('./seed');

const { DATABASE_HOST, DATABASE_PORT, DATABASE_USER, DATABASE_PASSWORD, DATABASE_NAME, PORT, SHOP_USER, SHOP_PASSWORD, GATEWAY_LOG } = process.env;

// As a payment plugin does: a refund in the shop moves money at once.
const testGateway = new PaymentMethodHandler({
  code: 'test-gateway',
  description: [{ languageCode: LanguageCode.en, value: 'A gateway that notes what it was asked for' }],
  args: {},
  createPayment: async (ctx, order, amount, args, metadata) => ({ amount, state: 'Settled', transactionId: metadata.charge, metadata: {} }),
  settlePayment: async () => ({ success: true }),
  createRefund: async (ctx, input, amount, order) => {
    fs.appendFileSync(GATEWAY_LOG, `${order.code} ${amount}\n`);
    return { state: 'Settled', transactionId: `refund-of-${order.code}` };
  },
});

const config = {
  apiOptions: { hostname: '127.0.0.1', port: Number(PORT), adminListQueryLimit: 1000 },
  authOptions: { tokenMethod: ['bearer', 'api-key'], superadminCredentials: { identifier: 'owner', password: SHOP_PASSWORD } },
  logger: new DefaultLogger({ level: LogLevel.Warn, timestamp: false }),
  dbConnectionOptions: {
    type: 'postgres',
    host: DATABASE_HOST,
    port: Number(DATABASE_PORT),
    username: DATABASE_USER,
    password: DATABASE_PASSWORD,
    database: DATABASE_NAME,
    synchronize: true,
    logging: false,
  },
  paymentOptions: { paymentMethodHandlers: [dummyPaymentHandler, testGateway] },
  promotionOptions: { promotionConditions: defaultPromotionConditions, promotionActions: defaultPromotionActions },
};

bootstrap(config)
  .then(async app => {
    const { facts, verbs } = await open(app, `http://127.0.0.1:${PORT}`, SHOP_USER, SHOP_PASSWORD);
    obey(verbs);
    process.stdout.write(`\nREADY ${JSON.stringify(facts)}\n`);
  })
  .catch(fault => {
    console.error(fault);
    process.exit(1);
  });
