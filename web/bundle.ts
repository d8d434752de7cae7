// Makes dist/web out of the sources of the web page.
import { build } from 'vite';

await build({
  root: import.meta.dirname,
  configFile: false,
  logLevel: 'warn',
  // The page is served under a policy that forbids inline scripts and data URLs: nothing is put into the HTML.
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: ['index.html', 'frame.html', 'frame-with-pictures.html'] },
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
});
