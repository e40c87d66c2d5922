// What every journey shares: a fresh link, a watched phone, and a person who fills in page after page.
const fs = require('node:fs');
const path = require('node:path');
const playwright = require('@playwright/test');
const { AxeBuilder } = require('@axe-core/playwright');

const { expect } = playwright;
const SHOTS = path.join(__dirname, 'screenshots');
const PHONE = {
  viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, locale: 'zh-CN',
};

/** A link of the round for trying that no other test has had. `audience`: residents, enterprises, institutions. */
function freshLink(audience = 'residents') {
  const file = path.join(process.env.BAROMETER_DEMO, 'beijing-2009-try/invitations.csv');
  const [head, ...rows] = fs.readFileSync(file, 'utf8').replace(/^\uFEFF/, '').trim().split(/\r?\n/)
    .map((line) => line.split(','));
  const at = (row, column) => row[head.indexOf(column)];
  const letter = audience[0].toUpperCase();
  for (const row of rows.filter((one) => at(one, 'unit_ref').startsWith(letter))) {
    try {
      fs.closeSync(fs.openSync(path.join(process.env.BAROMETER_DEMO, '../taken', at(row, 'sample_no')), 'wx'));
      return at(row, 'link');
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
  }
  throw new Error(`no fresh link for ${audience}`);
}

/** Collects everything that must not happen in a context: console errors, failed scripts, requests elsewhere. */
function watch(context, wrong, allowed) {
  const origin = process.env.BAROMETER_URL;
  context.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !/^(data|about|blob):/.test(url)) wrong.push(`request to ${url}`);
  });
  context.on('console', (message) => {
    if (message.type() !== 'error' && !/Content.Security.Policy/i.test(message.text())) return;
    if (!allowed.some((pattern) => pattern.test(message.text()))) wrong.push(`console: ${message.text()}`);
  });
  context.on('weberror', (error) => wrong.push(`script: ${error.error()}`));
}

const test = playwright.test.extend({
  baseURL: async ({}, use) => use(process.env.BAROMETER_URL),
  /** Patterns of console messages that a test provokes on purpose. */
  allowed: async ({}, use) => use([]),
  wrong: async ({}, use) => {
    const wrong = [];
    await use(wrong);
    expect(wrong, 'console errors and requests to other places').toEqual([]);
  },
  watched: [async ({ context, wrong, allowed }, use) => {
    watch(context, wrong, allowed);
    await use();
  }, { auto: true }],
  /** Another phone: a new context with nothing of the first. */
  anotherPhone: async ({ browser, baseURL, wrong, allowed }, use) => {
    const opened = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ ...PHONE, baseURL, ...options });
      opened.push(context);
      watch(context, wrong, allowed);
      return context.newPage();
    });
    for (const context of opened) await context.close();
  },
});

/** What a cooperative person chooses; `special` overrides by question or by field. */
const USUAL = {
  C0: '1', J1: '5', J2: '1', J3: '110101', J4: '2', J5: '2', J6: '4', J8: '1', C1: '1', C4: '3',
  Q1: '1', Q2: '2', Q3: '2', Q4: 'C', Y1: '1', Y2: '1', Y3: '2',
};
function choice(field, values, special) {
  const question = field.split('.')[0];
  const wanted = special[field] ?? special[question] ?? USUAL[question];
  if (wanted !== undefined && values.includes(wanted)) return wanted;
  return values.includes('9') && values.includes('4') ? '4' : values[0];
}

/** Name of the questionnaire page that is shown; null where there is no form. */
async function pageName(page) {
  const form = page.locator('form[data-page]');
  return (await form.count()) ? form.getAttribute('data-page') : null;
}

/** Waits for a page of the questionnaire; `name` may be the beginning of its name. */
async function onPage(page, name) {
  await expect(page.locator(`form[data-page^="${name}"]`)).toBeVisible();
}

/** The visible questions that have choices and no answer yet. */
function open(page) {
  return page.$$eval('form[data-page] fieldset', (boxes) => boxes
    .filter((box) => box.offsetParent !== null)
    .map((box) => Array.from(box.querySelectorAll('input[type=radio], input[type=checkbox]')))
    .filter((inputs) => inputs.length && !inputs.some((input) => input.checked))
    .map((inputs) => ({ field: inputs[0].name, values: inputs.map((input) => input.value) })));
}

/** The row of one choice, as a finger meets it. */
function row(page, field, value) {
  return page.locator('label.choice', { has: page.locator(`input[name="${field}"][value="${value}"]`) });
}

/** Taps an answer to every question in sight, also to those that the answers bring up. */
async function fill(page, special = {}) {
  const seen = new Set();
  for (;;) {
    const next = (await open(page)).find((one) => !seen.has(one.field));
    if (!next) return;
    seen.add(next.field);
    const value = choice(next.field, next.values, special);
    if (value === null) continue;
    await row(page, next.field, value).tap();
  }
}

/** Presses the primary button and waits for the page that follows: for where it ends, not for one navigation to end well. */
async function onward(page) {
  const before = page.url();
  await page.locator('form[data-page] button').tap();
  await expect(page).not.toHaveURL(before, { timeout: 20000 });
  await page.waitForLoadState();
}

/** The same answers at once, for the way to where a test begins. */
async function hurry(page, special = {}) {
  for (const { field, values } of await open(page)) {
    const value = choice(field, values, special);
    await page.evaluate(([name, chosen]) => {
      document.querySelector(`input[name="${name}"][value="${chosen}"]`).checked = true;
    }, [field, value]);
  }
}

/**
 * Fills pages until `until` (a page's name or its beginning) or the receipt; gives the names of the pages seen.
 * With `tapping` every answer is tapped, as a person does.
 */
async function walk(page, { until, special, each, tapping = false } = {}) {
  const seen = [];
  for (;;) {
    const name = await pageName(page);
    if (name === null || (until && name.startsWith(until))) return seen;
    if (seen.length > 60) throw new Error(`the questionnaire does not end: ${seen}`);
    seen.push(name);
    await (tapping ? fill : hurry)(page, special);
    if (each) await each(name);
    await onward(page);
  }
}

/** The receipt code on the page. */
async function receipt(page) {
  const code = await page.locator('.receipt strong').innerText();
  expect(code).toMatch(/^R-/);
  return code;
}

/** A picture of the page, for people to look at. */
async function shot(page, name) {
  fs.mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: path.join(SHOTS, `${name.replaceAll('/', '-')}.png`), fullPage: true });
}

/** No sideways scrolling. Measured against the screen: a phone widens its layout for content that is too wide. */
async function fitsAcross(page, width = 360) {
  const { wide, culprits } = await page.evaluate((most) => ({
    wide: document.scrollingElement.scrollWidth,
    culprits: Array.from(document.body.querySelectorAll('*'))
      .filter((one) => one.getBoundingClientRect().right > most + 1)
      .slice(0, 5).map((one) => `${one.tagName}.${one.className} ${one.textContent.slice(0, 30)}`),
  }), width);
  expect(wide, `${page.url()} is wider than the screen: ${culprits}`).toBeLessThanOrEqual(width);
}

/** Text at twice its size still fits. */
async function fitsAtTwice(page, width = 360) {
  await page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
  await fitsAcross(page, width);
  await page.evaluate(() => { document.documentElement.style.fontSize = ''; });
}

/** Rows, buttons and links that fingers use are large enough. */
async function fingersFit(page) {
  const small = await page.evaluate(() => Array.from(document.querySelectorAll('.choice, main button, .back, .button, .links a, .sections a'))
    .filter((one) => one.offsetParent !== null)
    .map((one) => ({ what: one.textContent.trim().slice(0, 20), height: one.getBoundingClientRect().height }))
    .filter((one) => one.height < 48));
  expect(small, `${page.url()}: touch targets below 48 px`).toEqual([]);
}

/** No finding of axe-core, by daylight and in the dark. */
async function accessible(page) {
  const findings = async (builder) => (await builder.setLegacyMode(true).analyze()).violations
    .map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 120)).join(' | ')}`);
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await findings(new AxeBuilder({ page })), `${page.url()} by daylight`).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await findings(new AxeBuilder({ page }).withRules(['color-contrast'])), `${page.url()} in the dark`).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });
}

module.exports = {
  test, expect, freshLink, pageName, onPage, fill, row, onward, walk, receipt, shot, fitsAcross, fitsAtTwice, fingersFit, accessible,
};
