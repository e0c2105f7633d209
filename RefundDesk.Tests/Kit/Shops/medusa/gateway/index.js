// As a payment plugin does: a refund in the shop moves money at once. It notes what it was asked for.
'use strict';
const fs = require('node:fs');
const { AbstractPaymentProvider, ModuleProvider, Modules } = require('@medusajs/framework/utils');

class TestGateway extends AbstractPaymentProvider {
  static identifier = 'test-gateway';

  async initiatePayment(input) { return { id: `ch_${input.context.idempotency_key}`, data: { id: `ch_${input.context.idempotency_key}` } }; }
  async authorizePayment(input) { return { status: 'authorized', data: input.data }; }
  async capturePayment(input) { return { data: input.data }; }
  async cancelPayment(input) { return { data: input.data }; }
  async deletePayment(input) { return { data: input.data }; }
  async getPaymentStatus() { return { status: 'authorized' }; }
  async retrievePayment(input) { return { data: input.data }; }
  async updatePayment(input) { return { data: input.data }; }
  async getWebhookActionAndData() { return { action: 'not_supported' }; }

  async refundPayment(input) {
    fs.appendFileSync(process.env.GATEWAY_LOG, `${input.data.id} ${input.amount}\n`);
    return { data: input.data };
  }
}

module.exports = ModuleProvider(Modules.PAYMENT, { services: [TestGateway] });
