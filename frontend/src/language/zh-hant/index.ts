import type { Catalogue } from '../language'
import { phrasebook, wholly } from '../phrasebook'
import { account } from './account'
import { chat } from './chat'
import { document } from './document'
import { library } from './library'
import { markets } from './markets'
import { reading } from './reading'
import { result } from './result'
import { run } from './run'
import { said } from './said'
import { auth, common, palette, problem, shell } from './shell'
import { statistics } from './statistics'
import { strategy } from './strategy'
import { workshop } from './workshop'

export const zhHant: Catalogue = {
  account,
  auth,
  chat,
  common,
  document,
  library,
  markets,
  palette,
  problem,
  reading: wholly(phrasebook(reading)),
  result,
  run,
  said: phrasebook(said),
  shell,
  statistics,
  strategy,
  workshop,
}
