'use strict';
const { defineConfig } = require('@medusajs/framework/utils');

module.exports = defineConfig({
  projectConfig: {
    databaseUrl: process.env.DATABASE_URL,
    databaseDriverOptions: { ssl: false, connection: { ssl: false } },
    http: { storeCors: '*', adminCors: '*', authCors: '*', jwtSecret: process.env.SHOP_SECRET, cookieSecret: process.env.SHOP_SECRET },
  },
  admin: { disable: true },
  modules: [
    { resolve: '@medusajs/medusa/payment', options: { providers: [{ resolve: `${__dirname}/gateway`, id: 'test' }] } },
  ],
});
