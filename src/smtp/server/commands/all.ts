import type { Verb } from '../phases.ts';
import { auth } from './auth.ts';
import { bdat } from './bdat.ts';
import type { Command } from './command.ts';
import { data } from './data.ts';
import { ehlo, helo } from './hello.ts';
import { help } from './help.ts';
import { mail } from './mail.ts';
import { noop } from './noop.ts';
import { quit } from './quit.ts';
import { rcpt } from './rcpt.ts';
import { rset } from './rset.ts';
import { starttls } from './starttls.ts';
import { vrfy } from './vrfy.ts';

export const commands: Readonly<Record<Verb, Command>> = {
  EHLO: ehlo,
  HELO: helo,
  MAIL: mail,
  RCPT: rcpt,
  DATA: data,
  BDAT: bdat,
  RSET: rset,
  NOOP: noop,
  VRFY: vrfy,
  HELP: help,
  AUTH: auth,
  STARTTLS: starttls,
  QUIT: quit,
};
