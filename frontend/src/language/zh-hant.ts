import { en } from './en'
export const zhHant: typeof en = en
