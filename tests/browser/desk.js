// What every day at a console shares: a desk to sit down at, signing in, and a walk through every page that a role is led to.
const { expect } = require('./house');

/** The roles of the demonstration, as its accounts are called. */
const ROLES = ['admin', 'manager', 'caller', 'analyst', 'officer', 'auditor'];
const PASSWORD = 'come rain or shine 2009';
const DESK = { viewport: { width: 1280, height: 800 }, isMobile: false, hasTouch: false, deviceScaleFactor: 1 };
const TABLET = { width: 820, height: 1180 };

/** Signs in as one of the demonstration's people; a page that was asked for before is where it leads. */
async function signIn(page, login, { language = 'zh', password = PASSWORD, to } = {}) {
  if (to) await page.goto(to);
  else await page.goto(`/sign-in?lang=${language}`);
  await page.locator('[name=login]').fill(login);
  await page.locator('[name=password]').fill(password);
  await page.locator('main button.primary').click();
  await expect(page.locator('nav.rail')).toBeVisible();
}

/** One address for all that differ only in an id or a number. */
function kind(address) {
  return address.split('#')[0]
    .replace(/\/D\d\d(?=\/|$)/g, '/D')
    .replace(/\/\d+(?=\/|$|\?)/g, '/N')
    .replace(/=[^&]*/g, '=');
}

/** Addresses on this page that lead to other pages of the console, not to files. */
async function ways(page) {
  const origin = new URL(page.url()).origin;
  const all = await page.$$eval('a[href]', (links) => links.filter((one) => !one.hasAttribute('download')).map((one) => one.href));
  return all.filter((one) => one.startsWith(`${origin}/`))
    .map((one) => one.slice(origin.length))
    .filter((one) => !/lang=|sort=|sign-out|\.(csv|xlsx|zip|json|pem|html)\b|\/(download|print|table)\b|format=|^\/(s|results|verify)\b/.test(one));
}

/** Calls `look(kind)` once on every kind of page that links lead to from here. */
async function walkAll(page, look) {
  const here = new URL(page.url());
  const queue = ['/rounds', here.pathname, '/account'];
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

module.exports = { ROLES, PASSWORD, DESK, TABLET, signIn, walkAll };
