// The consoles as the people see whose work it is: every page of every role, and the turns of a day that need a real browser.
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { test, expect, shot, fitsAcross, accessible } = require('./house');
const { ROLES, DESK, TABLET, signIn, speak, walkAll, feedScript } = require('./desk');

const OPEN = 'beijing-2009-try';
const SEALED = 'beijing-2009';

test.use(DESK);

for (const role of ROLES) {
  test(`every page that leads on from the desk of ${role} fits and is accessible, in both languages`, async ({ page }) => {
    test.setTimeout(300000);
    await signIn(page, role);
    const home = new URL(page.url()).pathname;
    const pages = {};
    for (const language of ['en', 'zh-CN']) {
      await page.goto(home);
      await speak(page, language);
      pages[language] = await walkAll(page, async (name) => {
        await expect(page.locator('h1'), name).toHaveCount(1);
        await expect(page.locator('html'), name).toHaveAttribute('lang', language);
        await fitsAcross(page, DESK.viewport.width);
        if (language !== 'en') await accessible(page);
        await shot(page, `desk-${language}-${role}${name.replace(/[^A-Za-z0-9-]+/g, '_')}`);
        await page.setViewportSize(TABLET);
        await fitsAcross(page, TABLET.width);
        await page.setViewportSize(DESK.viewport);
      });
    }
    expect(pages.en).toEqual(pages['zh-CN']);
    expect(pages.en.size).toBeGreaterThan(2);
  });
}

test('a manager filters the board, keeps the filter in the address and takes the table along', async ({ page }) => {
  await signIn(page, 'manager');
  await page.goto(`/agency/${OPEN}/board`);
  await page.locator('select[name=audience]').selectOption('enterprises');
  await expect(page).toHaveURL(/audience=enterprises/);
  await expect(page.locator('svg').first()).toBeVisible();
  const arriving = page.waitForEvent('download');
  await page.locator('a[href*="csv"]:visible').first().click();
  const csv = fs.readFileSync(await (await arriving).path(), 'utf8');
  expect(csv.split('\n').length).toBeGreaterThan(1);
  await page.reload();
  await expect(page.locator('select[name=audience]')).toHaveValue('enterprises');
});

test('an interviewer notes what came of a call, and the case tells', async ({ page }) => {
  await signIn(page, 'caller');
  await page.goto(`/agency/${OPEN}/cases`);
  await page.locator('main table a').first().click();
  await page.locator('select[name=code]').selectOption('2.20');
  await page.locator('textarea[name=note]').fill('周日下午再打');
  await page.locator('form[action$="/code"] button').click();
  await expect(page.locator('[role=status], .done').first()).toBeVisible();
  await expect(page.getByText('周日下午再打')).toBeVisible();
});

test('what is typed outlives a session that ends meanwhile', async ({ page, allowed }) => {
  allowed.push(/status of 40[13]/);
  await signIn(page, 'caller');
  await page.goto(`/agency/${OPEN}/cases`);
  await page.locator('main table a').nth(1).click();
  await page.locator('select[name=code]').selectOption('2.20');
  await page.locator('textarea[name=note]').fill('说好晚上八点');
  await page.context().clearCookies();
  await page.locator('form[action$="/code"] button').click();
  await page.locator('[name=login]').fill('caller');
  await page.locator('[name=password]').fill('come rain or shine 2009');
  await page.locator('main button.primary').click();
  await expect(page.locator('body')).toContainText('说好晚上八点');
});

test('an officer lets a system fetch the scores, and no longer', async ({ page }) => {
  await signIn(page, 'officer');
  await page.goto('/office/feed');
  await page.locator('form[action="/office/feed/clients"] [name=name]').fill('市绩效管理信息平台');
  await page.locator('form[action="/office/feed/clients"] button').click();
  const token = await page.locator('code.long').innerText();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'barometer-feed-'));
  const script = feedScript(folder);
  const run = () => execFileSync('sh', [script], {
    cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TOKEN: token, ROUND: SEALED, BAROMETER: process.env.BAROMETER_URL },
  });
  expect(run()).toContain('imported 62 departments');
  expect(run()).toContain('unchanged');
  await page.goto('/office/feed');
  await expect(page.locator('body')).not.toContainText(token);
  const row = page.locator('tr', { hasText: '市绩效管理信息平台' });
  await row.locator('summary').click();
  await row.locator('form[action$="/revoke"] button').click();
  await expect(row.locator('form')).toHaveCount(0);
  expect(run).toThrow(/401/);
  fs.rmSync(folder, { recursive: true });
});

test('an auditor reads who did what, and no sheet without its evidence', async ({ page }) => {
  await signIn(page, 'auditor');
  await page.goto('/audit');
  expect(await page.locator('main table tbody tr').count()).toBeGreaterThan(10);
  await page.goto(`/office/${SEALED}/results`);
  await expect(page.locator('main form')).toHaveCount(0);
});
