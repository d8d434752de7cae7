import { after } from 'node:test';
import { storeSuites } from '../conformance/conformance.ts';
import { runSuites } from '../conformance/suite.ts';
import { openSqliteStore } from './store.ts';
import { temporaryFolders } from './testing/temporary-folders.ts';

const folders = temporaryFolders();
after(folders.removeAll);

runSuites(storeSuites, { name: 'sqlite', open: () => openSqliteStore(folders.make()) });
