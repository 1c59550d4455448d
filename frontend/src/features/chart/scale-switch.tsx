'use client'
import { Segmented } from '@/components/ui/segmented'
import { useText } from '@/language/language'

export type Scale = 'linear' | 'log'

/** Linear or logarithmic: the same steps up, or the same percentages. */
export function ScaleSwitch({ value, onChange }: { value: Scale; onChange: (scale: Scale) => void }) {
  const t = useText()
  return (
    <Segmented<Scale>
      label={t.result.scale}
      value={value}
      onChange={onChange}
      options={[
        { value: 'linear', label: t.result.linear },
        { value: 'log', label: t.result.log },
      ]}
    />
  )
}
