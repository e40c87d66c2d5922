// Every page fits a small screen, large type and fingers, and axe-core finds nothing, in both languages and themes.
const { test, expect, freshLink, onPage, fill, onward, walk, shot, fitsAcross, fitsAtTwice, fingersFit, accessible } = require('./house');

async function inspect(page, name, deep = true) {
  await fitsAcross(page);
  await fingersFit(page);
  await fitsAtTwice(page);
  if (deep) await accessible(page);
  if (deep) await shot(page, name);
}

for (const language of ['zh', 'en']) {
  test(`every page of the questionnaire fits and is accessible (${language})`, async ({ page }) => {
    await page.goto(`${freshLink()}?lang=${language}`);
    const kinds = new Set();
    await walk(page, {
      special: { C1: '3' },
      each: async (name) => {
        const kind = name.split('/')[0];
        await inspect(page, `look-${language}-${kind}`, !kinds.has(kind));
        kinds.add(kind);
      },
    });
    await inspect(page, `look-${language}-receipt`);
    for (const link of ['again', 'verify']) {
      const before = page.url();
      await page.locator(`.links a[href*="${link}"]`).tap();
      await expect(page).not.toHaveURL(before);
      await page.waitForLoadState();
      await inspect(page, `look-${language}-${link}`);
      await page.goto(before);
    }
  });
}

test('the pages stand in the dark and on a desktop', async ({ page, anotherPhone }) => {
  const dark = await anotherPhone({ colorScheme: 'dark' });
  const link = freshLink();
  await dark.goto(link);
  const wanted = new Set(['consent', 'contact', 'ratings', 'integrity', 'review']);
  const desktop = await anotherPhone({ viewport: { width: 1280, height: 800 }, isMobile: false, hasTouch: false, deviceScaleFactor: 1 });
  await walk(dark, {
    each: async (name) => {
      const kind = name.split('/')[0];
      if (!wanted.delete(kind)) return;
      await shot(dark, `dark-${kind}`);
      await desktop.goto(dark.url());
      await fitsAcross(desktop, 1280);
      await shot(desktop, `desktop-${kind}`);
    },
  });
  await shot(dark, 'dark-receipt');
});

test('errors, a mistyped, an unknown and an ended link have their own pages', async ({ page, allowed }) => {
  allowed.push(/status of 4\d\d/);
  const titles = new Set();
  const look = async (name, status, response) => {
    if (response) expect(response.status(), name).toBe(status);
    titles.add(await page.locator('h1').innerText());
    await inspect(page, `notice-${name}`);
  };
  const link = freshLink();
  await page.goto(link);
  await page.locator('form[data-page] button').tap();
  await expect(page.locator('.errors')).toBeVisible();
  await inspect(page, 'notice-errors');

  const last = link.at(-1);
  const token = link.split('/').at(-1);
  await look('mistyped', 400, await page.goto(`/s/${token.slice(0, -1)}${last === '2' ? '3' : '2'}`));
  let unknown = null;
  for (const check of '23456789ABCDEFGHJKLMNPQRSTUVWXYZ') {
    const typed = `${token.slice(0, -2)}${token.at(-2) === 'A' ? 'B' : 'A'}${check}`;
    if ((await page.request.get(`/s/${typed}`)).status() === 404) unknown = typed;
  }
  expect(unknown, 'one last character fits the rest').not.toBeNull();
  await look('unknown', 404, await page.goto(`/s/${unknown}`));
  await look('not-found', 404, await page.goto('/nowhere'));

  await page.goto(freshLink());
  await fill(page);
  await onward(page);
  await fill(page, { J4: '1' });
  await page.locator('form[data-page] button').tap();
  await expect(page.locator('.errors.asks')).toBeVisible();
  await inspect(page, 'notice-asked-back');
  await page.locator('form[data-page] button').tap();
  await expect(page.locator('form')).toHaveCount(0);
  await look('screened-out');

  const other = freshLink();
  await page.goto(other);
  await fill(page, { C0: '2' });
  await page.locator('form[data-page] button').tap();
  await expect(page.locator('a.button')).toBeVisible();
  await look('declined');
  await page.locator('a.button').tap();
  await onPage(page, 'consent');
  expect(titles.size, [...titles].join(' · ')).toBe(5);
});

test('a page of answers that were handed in and begun anew elsewhere says so and leads there', async ({ page, anotherPhone, allowed }) => {
  allowed.push(/409/);
  const link = freshLink();
  await page.goto(link);
  await walk(page, { until: 'city' });
  const other = await anotherPhone();
  await other.goto(link);
  await walk(other);
  await other.locator('.links a[href*="again"]').tap();
  await onPage(other, 'consent');
  await walk(other, { until: 'screening' });
  await fill(page);
  await page.locator('form[data-page] button').tap();
  await expect(page.locator('h1')).toHaveText('这个页面已经过期');
  await inspect(page, 'notice-stale');
  await page.locator('a.button').tap();
  await onPage(page, 'screening');
});

test('a page that the departments were drawn from says that it stands', async ({ page, anotherPhone, allowed }) => {
  allowed.push(/409/);
  const link = freshLink();
  await page.goto(link);
  await walk(page, { until: 'contact/' });
  const other = await anotherPhone();
  await other.goto(link);
  await walk(other, { until: 'ratings/' });
  await fill(page, { J8: '3' });
  await page.locator('form[data-page] button').tap();
  await expect(page.locator('h1')).toHaveText('这一页不能再修改');
  await inspect(page, 'notice-frozen');
  await page.locator('a.button').tap();
  await onPage(page, 'ratings/');
});

test('the same consent on a second phone simply goes on', async ({ page, anotherPhone }) => {
  const link = freshLink();
  await page.goto(link);
  const other = await anotherPhone();
  await other.goto(link);
  await walk(other, { until: 'city' });
  await fill(page);
  await page.locator('form[data-page] button').tap();
  await onPage(page, 'city');
});
