// The same link open twice: what was answered elsewhere stays, and going back on one phone is no elsewhere.
const {
  test, expect, freshLink, row, fill, onward, walk, receipt, onPage, shot, fitsAcross, fitsAtTwice, fingersFit, accessible,
} = require('./house');

const button = (page) => page.locator('form[data-page] button');
const chosen = (page, value) => expect(page.locator(`input[name="J6"][value="${value}"]`)).toBeChecked();

async function answers(page, value) {
  await row(page, 'J6', value).tap();
  await button(page).tap();
}

/** The look of a page; axe-core needs a browser with script, and finds the same markup there. */
async function inspect(page, name, scripted) {
  await shot(page, name);
  await fitsAcross(page);
  await fingersFit(page);
  await fitsAtTwice(page);
  if (scripted) await accessible(page);
}

/** From now on the browser shows that page from its memory, with the form's state of an earlier time. */
async function remember(page, name, state) {
  await page.route(`**/${name}*`, async (route) => {
    if (route.request().method() !== 'GET') return route.continue();
    const response = await route.fetch();
    const body = (await response.text()).replace(/name="state" value="[^"]*"/, `name="state" value="${state}"`);
    return route.fulfill({ response, body });
  });
}
const stateOf = (page) => page.locator('input[name="state"]').inputValue();

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });
    const mark = javaScriptEnabled ? 'js' : 'plain';

    test('an old page on another phone shows what is stored, what was not saved, and goes on', async ({ page, anotherPhone, allowed }) => {
      allowed.push(/409/);
      const link = freshLink();
      await page.goto(link);
      await walk(page, { until: 'city' });
      const other = await anotherPhone({ javaScriptEnabled });
      await other.goto(link);
      await answers(other, '2');
      await onPage(other, 'contact/');

      await answers(page, '5');
      await expect(page.locator('.elsewhere')).toContainText('这一页在别处回答过');
      if (javaScriptEnabled) await expect(page.locator('.elsewhere')).toBeFocused();
      await chosen(page, '2');
      await expect(page.locator('.elsewhere strong')).toHaveCount(1);
      await expect(page.locator('.unsaved')).toBeVisible();
      await inspect(page, `elsewhere-zh-${mark}`, javaScriptEnabled);
      // Nothing to change: one press, on to where the newest stands.
      await button(page).tap();
      await onPage(page, 'contact/');
      await page.locator('a.back').tap();
      await chosen(page, '2');

      // Another old page, in English; and this time the person insists.
      await other.locator('a.back').tap();
      await onPage(other, 'city');
      await answers(other, '3');
      await onPage(other, 'contact/');
      await page.getByRole('link', { name: 'English' }).tap();
      await other.locator('a.back').tap();
      await answers(other, '4');
      await onPage(other, 'contact/');
      await answers(page, '1');
      await expect(page.locator('.elsewhere')).toContainText('This page was answered elsewhere');
      await chosen(page, '4');
      await inspect(page, `elsewhere-en-${mark}`, javaScriptEnabled);
      await answers(page, '1');
      await onPage(page, 'contact/');
      await other.locator('a.back').tap();
      await chosen(other, '1');
    });

    test('an old window of the same browser does not overwrite either', async ({ page, context, allowed }) => {
      allowed.push(/409/);
      const link = freshLink();
      await page.goto(link);
      await walk(page, { until: 'city' });
      const forgotten = await context.newPage();
      await forgotten.goto(link);
      await onPage(forgotten, 'city');
      await answers(page, '2');
      await onPage(page, 'contact/');
      await answers(forgotten, '5');
      await expect(forgotten.locator('.elsewhere')).toBeVisible();
      await chosen(forgotten, '2');
      await forgotten.close();
      await page.locator('a.back').tap();
      await chosen(page, '2');
    });

    test('back by the browser, a changed answer, and on: no elsewhere, from memory or not', async ({ page, allowed }) => {
      allowed.push(/409/);
      await page.goto(freshLink());
      await walk(page, { until: 'city' });
      await answers(page, '4');
      await onPage(page, 'contact/');
      await page.goBack();
      await onPage(page, 'city');
      await answers(page, '2');
      await onPage(page, 'contact/');
      await page.goBack();
      await onPage(page, 'city');
      await chosen(page, '2');

      await remember(page, 'city', await stateOf(page));
      for (const value of ['5', '1']) {
        await answers(page, value);
        await onPage(page, 'contact/');
        await page.goBack();
        await onPage(page, 'city');
      }
      await page.unroute('**/city*');
      await page.reload();
      await chosen(page, '1');
    });

    test('a page from before two later saves of the same window', async ({ page, allowed }) => {
      allowed.push(/409/);
      await page.goto(freshLink());
      await walk(page, { until: 'city' });
      const first = await stateOf(page);
      await answers(page, '4');
      await onPage(page, 'contact/');
      await page.locator('a.back').tap();
      await onPage(page, 'city');
      await answers(page, '3');
      await onPage(page, 'contact/');
      await remember(page, 'city', first);
      await page.goBack();
      await onPage(page, 'city');
      await answers(page, '1');
      if (!javaScriptEnabled) {
        // Without script nobody can tell this from another window: it is shown and asked, and one more press saves it.
        await expect(page.locator('.elsewhere')).toBeVisible();
        await chosen(page, '3');
        await answers(page, '1');
      }
      await onPage(page, 'contact/');
      await page.unroute('**/city*');
      await page.locator('a.back').tap();
      await chosen(page, '1');
    });

    test('handing in from a review that stood open shows it once more', async ({ page, anotherPhone, allowed }) => {
      allowed.push(/409/);
      const link = freshLink();
      await page.goto(link);
      await walk(page, { until: 'review' });
      const other = await anotherPhone({ javaScriptEnabled });
      await other.goto(link);
      await onPage(other, 'review');
      await other.locator('.sections a[href*="city"]').tap();
      await answers(other, '1');
      await onPage(other, 'review');
      await button(page).tap();
      await expect(page.locator('.warn')).toContainText('又在别处保存过回答');
      await inspect(page, `review-changed-${mark}`, javaScriptEnabled);
      await button(page).tap();
      const code = await receipt(page);
      await button(other).tap();
      expect(await receipt(other)).toBe(code);
    });

    test('a page from before the submission, or from before a new filling, is told so', async ({ page, anotherPhone, allowed }) => {
      allowed.push(/409/);
      const link = freshLink();
      await page.goto(link);
      await walk(page, { until: 'city' });
      const other = await anotherPhone({ javaScriptEnabled });
      await other.goto(link);
      await walk(other);
      const code = await receipt(other);
      await answers(page, '2');
      await expect(page.locator('h1')).toHaveText('这份答卷已经提交');
      await inspect(page, `notice-handed-in-${mark}`, javaScriptEnabled);
      await other.locator('.links a[href*="again"]').tap();
      await onPage(other, 'consent');
      await fill(other);
      await onward(other);
      await page.goto(link);
      await onPage(page, 'screening');
      await walk(other);
      expect(await receipt(other)).not.toBe(code);
      await fill(page);
      await button(page).tap();
      await expect(page.locator('h1')).toHaveText('这份答卷已经提交');
      await page.locator('a.button').tap();
      await receipt(page);
    });
  });
}
