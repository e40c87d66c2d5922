// A phone-sized Chromium against a demonstration server that server.js starts; nothing is downloaded.
const { defineConfig } = require('@playwright/test');

module.exports = defineConfig({
  testDir: '.',
  globalSetup: require.resolve('./server.js'),
  outputDir: 'test-results',
  workers: 2,
  fullyParallel: true,
  timeout: 120000,
  expect: { timeout: 10000 },
  forbidOnly: true,
  retries: 0,
  reporter: [['list']],
  use: {
    launchOptions: {
      executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
      // Containers and root have no sandbox to offer, and a small /dev/shm.
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    },
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    actionTimeout: 15000,
    navigationTimeout: 20000,
    trace: 'off',
  },
});
