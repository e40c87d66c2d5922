// What everyone may see: home, results with their downloads, the log, the receipt page; on a phone and on a desktop.
const fs = require('node:fs');
const { test, expect, freshLink, walk, receipt, shot, fitsAcross, fitsAtTwice, accessible } = require('./house');

const ROUND = 'beijing-2009';
const DESKTOP = { viewport: { width: 1280, height: 800 }, isMobile: false, hasTouch: false };

for (const language of ['zh', 'en']) {
  test(`home, results, log and receipt page fit and are accessible (${language})`, async ({ page, anotherPhone }) => {
    const desktop = await anotherPhone(DESKTOP);
    const pages = {
      home: '/', results: `/results/${ROUND}`, 'results-open': `/results/${ROUND}-try`, log: `/rounds/${ROUND}/log`, verify: '/verify',
    };
    for (const [name, address] of Object.entries(pages)) {
      const response = await page.goto(`${address}?lang=${language}`);
      expect(response.status(), address).toBe(200);
      await expect(page.locator('h1')).toHaveCount(1);
      await shot(page, `public-${language}-${name}`);
      await fitsAcross(page);
      await fitsAtTwice(page);
      await accessible(page);
      await desktop.goto(`${address}?lang=${language}`);
      await fitsAcross(desktop, 1280);
      await shot(desktop, `desktop-${language}-${name}`);
    }
  });
}

test('the sealed results name every department and give the files behind them', async ({ page }) => {
  await page.goto(`/results/${ROUND}`);
  await expect(page.locator('svg').first()).toBeVisible();
  const files = {};
  for (const name of ['sheet.json', 'sheet.csv', 'sheet.xlsx', 'platform.pem']) {
    const arriving = page.waitForEvent('download');
    await page.locator(`a[href="/results/${ROUND}/${name}"]`).tap();
    const download = await arriving;
    files[name] = fs.readFileSync(await download.path());
  }
  const { sheet } = JSON.parse(files['sheet.json'].toString('utf8'));
  expect(sheet.departments).toHaveLength(62);
  for (const department of sheet.departments) {
    await expect(page.locator('main')).toContainText(department.name.zh ?? department.name);
  }
  expect(files['sheet.csv'].subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  expect(files['sheet.csv'].toString('utf8').trim().split(/\r?\n/)).toHaveLength(63);
  expect(files['sheet.xlsx'].subarray(0, 2).toString()).toBe('PK');
  expect(files['platform.pem'].toString()).toContain('PUBLIC KEY');
  await expect(page.locator('main')).toContainText(sheet.log_root);
});

test('the chart says what each score rests on, and its tables fit a phone', async ({ page, request }) => {
  const { sheet } = await (await request.get(`/results/${ROUND}/sheet.json`)).json();
  for (const language of ['zh', 'en']) {
    await page.goto(`/results/${ROUND}?lang=${language}`);
    const rows = await page.locator('.dots li:not(.scale)').evaluateAll((all) => Object.fromEntries(all.map((row) => [
      row.querySelector('.name').textContent,
      {
        value: row.querySelector('.value').textContent,
        shapes: Array.from(row.querySelectorAll('.plot .dot'), (one) => `${one.tagName} ${one.getAttribute('class')}`),
        notes: row.querySelector('.notes')?.textContent ?? '',
      },
    ])));
    for (const one of sheet.departments) {
      const { value, shapes, notes } = rows[one.name[language]];
      const flagged = (kind) => one.flags.some((flag) => flag.startsWith(kind));
      const shape = flagged('audience-suppressed') ? 'path dot hollow' : flagged('small-n') ? 'circle dot hollow' : 'circle dot';
      expect(shapes, one.name[language]).toEqual(one.score === null ? [] : [shape]);
      expect(value).toContain(one.score ?? { zh: '不计分', en: 'no score' }[language]);
      expect(notes !== '', notes).toBe(flagged('audience-suppressed') || flagged('small-n'));
    }
    // No number of an axis stands under the label of the mean.
    const under = await page.locator('.plot.axis').evaluateAll((axes) => axes.flatMap((axis) => {
      const [label, ...numbers] = [axis.querySelector('.mean-label'), ...axis.querySelectorAll('text:not(.mean-label)')];
      if (!label) return [];
      const box = label.getBoundingClientRect();
      return numbers.filter((one) => one.getBoundingClientRect().bottom > box.top + 3).map((one) => one.textContent);
    }));
    expect(under).toEqual([]);
    for (const summary of await page.locator('.class summary').all()) await summary.tap();
    await fitsAcross(page);
    const hidden = await page.locator('.class :is(table, .scroll, td)').evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).length);
    expect(hidden, 'tables that would have to be pushed sideways').toBe(0);
    await accessible(page);
    await shot(page, `public-${language}-results-tables`);
  }
});

test('a receipt code is answered without showing an answer, and withdraws after a tick', async ({ page }) => {
  const link = freshLink();
  await page.goto(link);
  await walk(page);
  const code = await receipt(page);
  await page.locator('.links a[href*="verify"]').tap();
  const ask = async (typed) => {
    await page.locator('#code').fill(typed);
    await page.locator('form.ask button').tap();
  };
  await ask(`${code.slice(0, -1)}${code.endsWith('2') ? '3' : '2'}`);
  await expect(page.locator('section.answer h2')).toHaveText('回执码输错了');
  await accessible(page);
  await ask(code.replaceAll('-', ' ').toLowerCase());
  await expect(page.locator('section.answer h2')).toHaveText(/已记录|已收到/);
  expect(await page.content()).not.toContain('很满意');
  await page.locator('details.withdraw summary').tap();
  await page.locator('label.tick').tap();
  await fitsAcross(page);
  await accessible(page);
  await shot(page, 'public-zh-withdraw');
  await page.locator('details.withdraw button').tap();
  await expect(page.locator('section.answer')).toContainText('撤回');
  await accessible(page);
  await shot(page, 'public-zh-withdrawn');
  await page.goto(link);
  await expect(page.locator('h1')).toHaveText('您的答卷已经撤回');
});
