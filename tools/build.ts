// usage: npm run build
// Compiles src to dist, for the published package: Node does not strip types below node_modules. Bundles the web page beside it.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureWeb } from './bootstrap/web.mjs';
import { runScript } from './programs/run.ts';
import { repositoryRoot } from './source/tree.ts';

rmSync(join(repositoryRoot, 'dist'), { recursive: true, force: true });
process.exitCode = await runScript('node_modules/typescript/bin/tsc', ['-p', 'tsconfig.build.json']);
await ensureWeb(repositoryRoot, process.execPath);
