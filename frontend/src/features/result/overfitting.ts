import type { Overfitting } from '@/api/types'

const AS_LUCK = 0.5

/** Whether the best set of a sweep did worse in the rest of history than one picked blindly. */
export const isWorrying = ({ probability }: Overfitting) => probability !== null && probability > AS_LUCK
