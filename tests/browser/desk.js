// What every day at a console shares: a desk to sit down at, signing in, and a walk through every page that a role is led to.
const fs = require('node:fs');
const path = require('node:path');
const { expect } = require('./house');

/** The roles of the demonstration, as its accounts are called. */
const ROLES = ['admin', 'manager', 'caller', 'analyst', 'officer', 'auditor'];
const PASSWORD = 'come rain or shine 2009';
const DESK = { viewport: { width: 1280, height: 800 }, isMobile: false, hasTouch: false, deviceScaleFactor: 1 };
const TABLET = { width: 820, height: 1180 };

/** Signs in as one of the demonstration's people. */
async function signIn(page, login, password = PASSWORD) {
  await page.goto('/sign-in');
  await page.locator('[name=login]').fill(login);
  await page.locator('[name=password]').fill(password);
  await page.locator('main button.primary').click();
  await expect(page.locator('nav.rail')).toBeVisible();
}

/** The whole console in the other language; accounts remember it. */
async function speak(page, lang) {
  if (await page.locator('html').getAttribute('lang') === lang) return;
  await page.locator('header form[action="/account/language"] button').click();
  await expect(page.locator('html')).toHaveAttribute('lang', lang);
}

/** One address for all that differ only in an id or a number. */
function kind(address) {
  return address.split('#')[0]
    .replace(/\/D\d\d(?=\/|$)/g, '/D')
    .replace(/\/[0-9a-f]{8}-[0-9a-f-]{27}(?=\/|$|\?)/g, '/ID')
    .replace(/\/\d+(?=\/|$|\?)/g, '/N')
    .replace(/=[^&]*/g, '=');
}

/** Addresses on this page that lead to other pages of the console, not to files. */
async function ways(page) {
  const origin = new URL(page.url()).origin;
  const all = await page.$$eval('a[href]', (links) => links.filter((one) => !one.hasAttribute('download')).map((one) => one.href));
  return all.filter((one) => one.startsWith(`${origin}/`))
    .map((one) => one.slice(origin.length))
    .filter((one) => !/lang=|sort=|sign-out|\.(csv|xlsx|zip|json|pem|html)\b|\/(download|print|table)\b|format=|^\/($|(s|results|verify)\b|rounds\/[^/]+\/log)/.test(one));
}

/** Calls `look(kind)` once on every kind of page that links lead to from here. */
async function walkAll(page, look) {
  const here = new URL(page.url());
  const queue = [here.pathname, '/account'];
  const seen = new Set();
  while (queue.length) {
    const address = queue.shift();
    const name = kind(address);
    if (seen.has(name)) continue;
    seen.add(name);
    const response = await page.goto(address);
    expect(response.status(), address).toBe(200);
    await look(name);
    queue.push(...await ways(page));
  }
  return seen;
}

/** The script of the README that imports the feed, as a file; gives its path. */
function feedScript(folder) {
  const readme = fs.readFileSync(path.join(__dirname, '../../README.md'), 'utf8');
  const [, script] = readme.match(/```sh\n(#!\/bin\/sh\n[\s\S]*?)```/);
  const file = path.join(folder, 'import-scores.sh');
  fs.writeFileSync(file, script);
  return file;
}

module.exports = { ROLES, PASSWORD, DESK, TABLET, signIn, speak, walkAll, feedScript };
