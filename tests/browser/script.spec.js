// What the script adds: drafts, patience with a bad network, questions that come and go.
const { test, expect, freshLink, fill, row, onward, walk, receipt, onPage, shot } = require('./house');

const draftSaved = (page) => page.waitForResponse((response) => response.request().method() === 'POST' && response.status() === 204);

test('what is chosen but not yet sent is there again after a reload', async ({ page }) => {
  await page.goto(freshLink());
  await walk(page, { until: 'city' });
  const saved = draftSaved(page);
  await row(page, 'J6', '2').tap();
  await saved;
  await page.reload();
  await onPage(page, 'city');
  await expect(page.locator('input[name="J6"][value="2"]')).toBeChecked();
});

test('what is typed is saved as a draft and comes back on another phone', async ({ page, anotherPhone }) => {
  const link = freshLink();
  await page.goto(link);
  await walk(page, { until: 'integrity' });
  const saved = draftSaved(page);
  await page.locator('textarea').first().fill('多修几条人行道 & 少收 100% 的表');
  await saved;
  const other = await anotherPhone();
  await other.goto(link);
  await onPage(other, 'integrity');
  await expect(other.locator('textarea').first()).toHaveValue('多修几条人行道 & 少收 100% 的表');
});

test('what was chosen a moment before the page is closed is not lost', async ({ page, anotherPhone }) => {
  const link = freshLink();
  await page.goto(link);
  await walk(page, { until: 'city' });
  await row(page, 'J6', '3').tap();
  await page.close();
  const other = await anotherPhone();
  await expect(async () => {
    await other.goto(link);
    await expect(other.locator('input[name="J6"][value="3"]')).toBeChecked({ timeout: 200 });
  }).toPass({ timeout: 5000 });
});

test('the bare link takes the address of its page, so that "back" comes to it again', async ({ page }) => {
  const link = freshLink();
  await page.goto(link);
  await expect(page).toHaveURL(/\/consent$/);
  await walk(page, { until: 'city' });
  await page.goto(`${link}?lang=en`);
  await expect(page).toHaveURL(/\/city\?lang=en$/);
});

test('a change to a page already sent is kept as a draft too', async ({ page }) => {
  await page.goto(freshLink());
  await walk(page, { until: 'contact/' });
  await page.locator('a.back').tap();
  const saved = draftSaved(page);
  await row(page, 'J6', '1').tap();
  await saved;
  await page.reload();
  await expect(page.locator('input[name="J6"][value="1"]')).toBeChecked();
});

test('without network there is a calm word, and the page is sent when the network is back', async ({ page, context, allowed }) => {
  allowed.push(/ERR_INTERNET_DISCONNECTED/);
  await page.goto(freshLink());
  await walk(page, { until: 'city' });
  await context.setOffline(true);
  await fill(page, { J6: '5' });
  await page.locator('form[data-page] button').tap();
  await expect(page.locator('.status')).toContainText('网络暂时不通');
  await shot(page, 'zh-js-offline');
  await expect(page.locator('input[name="J6"][value="5"]')).toBeChecked();
  await context.setOffline(false);
  await expect(page).toHaveURL(/\/contact\//, { timeout: 10000 });
  await page.locator('a.back').tap();
  await expect(page.locator('input[name="J6"][value="5"]')).toBeChecked();
});

test('handing in while the network fails and comes back gives one receipt', async ({ page, allowed }) => {
  allowed.push(/ERR_|50[234]/);
  await page.goto(freshLink());
  await walk(page, { until: 'review' });
  let answered = 0;
  // The first answer is lost on its way back, the second is a tired proxy's, the third arrives.
  await page.route('**/review*', async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    answered += 1;
    if (answered === 1) {
      await route.fetch({ maxRedirects: 0 });
      return route.abort('connectionreset');
    }
    return answered === 2 ? route.fulfill({ status: 502, body: '' }) : route.continue();
  });
  await page.locator('form[data-page] button').tap();
  await expect(page.locator('.status')).toBeVisible();
  await expect(page).toHaveURL(/\/receipt/, { timeout: 20000 });
  expect(answered).toBe(3);
  await receipt(page);
});

test('a draft that could not be saved is saved once the network is back', async ({ page, context, allowed }) => {
  allowed.push(/ERR_INTERNET_DISCONNECTED/);
  await page.goto(freshLink());
  await walk(page, { until: 'city' });
  await context.setOffline(true);
  const failed = page.waitForEvent('requestfailed');
  await row(page, 'J6', '2').tap();
  await failed;
  const saved = draftSaved(page);
  await context.setOffline(false);
  await saved;
  await page.reload();
  await expect(page.locator('input[name="J6"][value="2"]')).toBeChecked();
});

test('a question that depends on another comes and goes with it, and its answer with it', async ({ page }) => {
  await page.goto(freshLink());
  await walk(page, { until: 'integrity' });
  const asked = page.locator('fieldset', { has: page.locator('input[name="C2"]') });
  await expect(asked).toBeHidden();
  await row(page, 'C1', '3').tap();
  await expect(asked).toBeVisible();
  await expect(asked.locator('.only-if')).toBeHidden();
  await row(page, 'C2', '1').tap();
  await row(page, 'C1', '1').tap();
  await expect(asked).toBeHidden();
  await fill(page);
  await onward(page);
  await page.locator('a.back').tap();
  await row(page, 'C1', '3').tap();
  await expect(page.locator('input[name="C2"]:checked')).toHaveCount(0);
});

test('dissatisfaction brings up the open question about the department', async ({ page }) => {
  await page.goto(freshLink());
  await walk(page, { until: 'ratings/' });
  const name = await page.locator('input[name^="J9."]').first().getAttribute('name');
  const why = page.locator('textarea');
  await expect(why).toBeHidden();
  await row(page, name, '2').tap();
  await expect(why).toBeVisible();
  await why.fill('排队太久');
  await fill(page);
  await onward(page);
  await page.locator('a.back').tap();
  await expect(why).toHaveValue('排队太久');
});

test('"none of these" and the others push each other out', async ({ page }) => {
  await page.goto(freshLink('enterprises'));
  await walk(page, { until: 'contact/' });
  const field = await page.locator('input[type=checkbox]').first().getAttribute('name');
  const checked = () => page.$$eval(`input[name="${field}"]:checked`, (all) => all.map((one) => one.value));
  await row(page, field, '1').tap();
  await row(page, field, '2').tap();
  expect(await checked()).toEqual(['1', '2']);
  await row(page, field, '7').tap();
  expect(await checked()).toEqual(['7']);
  await row(page, field, '3').tap();
  expect(await checked()).toEqual(['3']);
});

test('without JavaScript every question stands there with its condition in words', async ({ anotherPhone }) => {
  const page = await anotherPhone({ javaScriptEnabled: false });
  await page.goto(freshLink());
  await walk(page, { until: 'integrity' });
  const asked = page.locator('fieldset', { has: page.locator('input[name="C2"]') });
  await expect(asked).toBeVisible();
  await expect(asked.locator('.only-if')).toContainText('如果');
  await shot(page, 'zh-plain-conditions');
});

test('the browser keeps a blank page blank: opening a link saves nothing', async ({ page }) => {
  const link = freshLink();
  const posts = [];
  page.on('request', (request) => { if (request.method() !== 'GET') posts.push(request.url()); });
  await page.goto(link);
  await page.goto(link);
  await onPage(page, 'consent');
  expect(posts).toEqual([]);
});
