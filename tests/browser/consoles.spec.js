// The consoles as the people see whose work it is: every page of every role, and the turns of a day that need a real browser.
const fs = require('node:fs');
const { test, expect, shot, fitsAcross, accessible } = require('./house');
const { ROLES, DESK, TABLET, signIn, walkAll } = require('./desk');

const OPEN = 'beijing-2009-try';
const SEALED = 'beijing-2009';

test.use(DESK);

for (const role of ROLES) {
  for (const language of ['zh', 'en']) {
    test(`every page that leads on from the desk of ${role} fits and is accessible (${language})`, async ({ page, allowed }) => {
      test.setTimeout(300000);
      // The administrator has no rounds, and is told so.
      allowed.push(/status of 403/);
      await signIn(page, role, { language });
      const seen = await walkAll(page, async (name) => {
        await expect(page.locator('h1'), name).toHaveCount(1);
        await expect(page.locator('html'), name).toHaveAttribute('lang', language === 'zh' ? 'zh-CN' : 'en');
        await fitsAcross(page, DESK.viewport.width);
        if (language === 'zh') await accessible(page);
        await shot(page, `desk-${language}-${role}${name.replace(/[^A-Za-z0-9-]+/g, '_')}`);
        await page.setViewportSize(TABLET);
        await fitsAcross(page, TABLET.width);
        await page.setViewportSize(DESK.viewport);
      });
      expect(seen.size).toBeGreaterThan(2);
    });
  }
}
