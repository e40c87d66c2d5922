// From the invitation to the receipt, as a person with a telephone does it.
const { test, expect, freshLink, fill, row, onward, walk, receipt, onPage, shot } = require('./house');

/** Types the code at /verify and waits until the log has taken it up. */
async function recorded(page, code, words) {
  await expect(async () => {
    await page.goto('/verify');
    await page.locator('#code').fill(code.toLowerCase());
    await page.locator('form.ask button').tap();
    await expect(page.locator('section.answer h2')).toHaveText(words, { timeout: 500 });
  }).toPass({ timeout: 20000 });
}

function wholeQuestionnaire(seen) {
  expect(seen.slice(0, 3)).toEqual(['consent', 'screening', 'city']);
  const part = (beginning) => seen.filter((name) => name.startsWith(beginning)).length;
  expect(part('contact/')).toBeGreaterThan(1);
  expect(part('ratings/')).toBe(6);
  expect(seen.slice(-3)).toEqual(['integrity', 'about', 'review']);
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });
    const mark = javaScriptEnabled ? 'js' : 'plain';

    test('a resident answers in Chinese, keeps the receipt and finds it recorded', async ({ page }) => {
      await page.goto(freshLink());
      await expect(page.locator('html')).toHaveAttribute('lang', /^zh/);
      await expect(page.locator('.identifiers')).toContainText('表号');
      const seen = await walk(page, { tapping: true, each: (name) => shot(page, `zh-${mark}-${name}`) });
      wholeQuestionnaire(seen);
      await expect(page.locator('h1')).toHaveText('提交成功，感谢您的参与');
      const code = await receipt(page);
      await shot(page, `zh-${mark}-receipt`);
      await page.locator('.links a[href*="verify"]').tap();
      await expect(page).toHaveURL(/\/verify$/);
      await recorded(page, code, '已记录');
      await shot(page, `zh-${mark}-verify`);
    });

    test('a resident answers in English with larger type', async ({ page }) => {
      await page.goto(freshLink());
      await page.getByRole('link', { name: 'English' }).tap();
      await expect(page.locator('html')).toHaveAttribute('lang', 'en');
      await page.locator('.top nav a').nth(1).tap();
      await expect(page.locator('html')).toHaveClass(/elder/);
      const seen = await walk(page, {
        each: async (name) => {
          await expect(page.locator('html')).toHaveClass(/elder/);
          if (javaScriptEnabled) await shot(page, `en-elder-${name}`);
        },
      });
      wholeQuestionnaire(seen);
      await receipt(page);
      expect(page.url()).toContain('lang=en&elder=1');
      if (javaScriptEnabled) await shot(page, 'en-elder-receipt');
    });

    test('going back keeps the answers, by the link and by the button of the browser', async ({ page }) => {
      await page.goto(freshLink());
      await walk(page, { until: 'contact/' });
      await page.locator('a.back').tap();
      await onPage(page, 'city');
      await expect(page.locator('input[name="J6"][value="4"]')).toBeChecked();
      await row(page, 'J6', '2').tap();
      await onward(page);
      await onPage(page, 'contact/');
      await page.goBack();
      await onPage(page, 'city');
      await expect(page.locator('input[name="J6"][value="2"]')).toBeChecked();
      await page.locator('a.back').tap();
      await onPage(page, 'screening');
      await expect(page.locator('input[name="J3"][value="110101"]')).toBeChecked();
    });

    test('a missing compulsory answer is said calmly and can be put right', async ({ page, allowed }) => {
      allowed.push(/422/);
      await page.goto(freshLink());
      await fill(page);
      await onward(page);
      await row(page, 'J1', '5').tap();
      await page.locator('form[data-page] button').tap();
      const errors = page.locator('.errors');
      await expect(errors).toBeVisible();
      if (javaScriptEnabled) await expect(errors).toBeFocused();
      await expect(errors.getByRole('link')).toHaveCount(3);
      await expect(page.locator('input[name="J1"][value="5"]')).toBeChecked();
      await shot(page, `zh-${mark}-errors`);
      await errors.getByRole('link').first().tap();
      await expect(page.locator('[id="q-J2"]')).toBeInViewport();
      await fill(page);
      await page.locator('form[data-page] button').tap();
      await expect(page.locator('form[data-page="city"]')).toBeVisible();
    });
  });
}

test('the same link goes on where it stopped, on another phone', async ({ page, context, anotherPhone }) => {
  const link = freshLink();
  await page.goto(link);
  const before = await walk(page, { until: 'ratings/' });
  await context.close();
  const other = await anotherPhone();
  await other.goto(link);
  await onPage(other, 'ratings/');
  const after = await walk(other);
  expect(after.filter((name) => before.includes(name))).toEqual([]);
  wholeQuestionnaire([...before, ...after]);
  await receipt(other);
});

test('pressing submit twice, or opening the link again, gives one receipt', async ({ page, anotherPhone }) => {
  const link = freshLink();
  await page.goto(link);
  await walk(page, { until: 'review' });
  let posts = 0;
  page.on('request', (request) => { if (request.method() === 'POST') posts += 1; });
  await page.locator('form[data-page] button').dblclick({ delay: 5 });
  const code = await receipt(page);
  expect(posts).toBe(1);
  await page.goto(link);
  expect(await receipt(page)).toBe(code);
  const other = await anotherPhone();
  await other.goto(link);
  expect(await receipt(other)).toBe(code);
});

test('pressing submit twice without JavaScript gives one receipt', async ({ anotherPhone }) => {
  const page = await anotherPhone({ javaScriptEnabled: false });
  await page.goto(freshLink());
  await walk(page, { until: 'review' });
  await page.locator('form[data-page] button').dblclick({ delay: 5 });
  // The second press cuts the first one's navigation off, so look at where the page ends, not at one navigation.
  await expect(page).toHaveURL(/\/receipt/);
  const code = await receipt(page);
  await page.goBack();
  await page.goForward();
  expect(await receipt(page)).toBe(code);
});

for (const audience of ['enterprises', 'institutions']) {
  test(`the form of the ${audience} is filled on the same phone`, async ({ page }) => {
    await page.goto(freshLink(audience));
    const seen = await walk(page, { tapping: true, each: (name) => shot(page, `${audience}-${name}`) });
    expect(seen.filter((name) => name.startsWith('ratings/')).length).toBeLessThanOrEqual(audience === 'enterprises' ? 8 : 12);
    await receipt(page);
  });
}

test('the whole screening and a department can be filled from the keyboard alone', async ({ page }) => {
  await page.goto(freshLink());
  const tabTo = async (selector) => {
    for (let i = 0; i < 80; i += 1) {
      await page.keyboard.press('Tab');
      if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
    }
    throw new Error(`${selector} cannot be reached with Tab on ${page.url()}`);
  };
  const visiblyFocused = () => page.evaluate(() => {
    const input = document.activeElement;
    return [input, input.nextElementSibling].some((one) => one && getComputedStyle(one).outlineStyle !== 'none');
  });
  const choose = async (field, value) => {
    await tabTo(`input[name="${field}"]`);
    await page.keyboard.press('Space');
    for (let i = 0; i < 20 && !(await page.locator(`input[name="${field}"][value="${value}"]`).isChecked()); i += 1) {
      await page.keyboard.press('ArrowDown');
    }
    await expect(page.locator(`input[name="${field}"][value="${value}"]`)).toBeChecked();
    expect(await visiblyFocused()).toBe(true);
  };
  const press = async (next) => {
    await tabTo('form[data-page] button');
    await page.keyboard.press('Enter');
    await expect(page.locator(`form[data-page^="${next}"]`)).toBeVisible();
  };
  await choose('C0', '1');
  await press('screening');
  for (const [field, value] of [['J1', '5'], ['J2', '1'], ['J3', '110105'], ['J4', '2'], ['J5', '2']]) await choose(field, value);
  await press('city');
  await walk(page, { until: 'ratings/' });
  const scored = await page.locator('input[name^="J9."]').first().getAttribute('name');
  await choose(scored, '4');
  await tabTo('form[data-page] button');
  await page.keyboard.press('Enter');
  await expect(page.locator(`input[name="${scored}"]`)).toHaveCount(0);
});
