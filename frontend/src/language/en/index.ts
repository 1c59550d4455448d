import { account } from './account'
import { chat } from './chat'
import { document } from './document'
import { library } from './library'
import { markets } from './markets'
import { result } from './result'
import { run } from './run'
import { auth, common, palette, problem, shell } from './shell'
import { statistics } from './statistics'
import { strategy } from './strategy'
import { workshop } from './workshop'

export const en = {
  account,
  auth,
  chat,
  common,
  document,
  library,
  markets,
  palette,
  problem,
  /** How a strategy reads; the English sentence where it cannot be had in full. */
  reading: (text: string) => text,
  result,
  run,
  /** What the server says in English, in the language of its reader. */
  said: (text: string) => text,
  shell,
  statistics,
  strategy,
  workshop,
}
