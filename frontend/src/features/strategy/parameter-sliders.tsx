'use client'
import { RotateCcw } from 'lucide-react'
import type { Parameter, StoredStrategy } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Slider } from '@/components/ui/slider'
import { Switch } from '@/components/ui/switch'
import { quantity } from '@/design/figures'
import { useText } from '@/language/language'
import { setAt } from './document-patch'
import { Section } from './section'
import { useSaveVersion } from './strategies'

type Values = Record<string, number>
type ParameterSlidersProps = { stored: StoredStrategy; values: Values; onChange: (values: Values) => void }
type RowProps = { parameter: Parameter; value: number; onChange: (value: number) => void }

function Row({ parameter, value, onChange }: RowProps) {
  const t = useText()
  const label = t.said(parameter.label || parameter.name)
  const changed = value !== parameter.value
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 @md:grid-cols-[minmax(110px,200px)_1fr_auto]">
      <span className="break-words text-[13px]">{label}</span>
      <div className="order-last col-span-2 @md:order-none @md:col-span-1">
        {parameter.kind === 'switch' ? (
          <Switch aria-label={label} checked={value !== 0} onCheckedChange={(on) => onChange(on ? 1 : 0)} />
        ) : (
          <Slider
            label={label}
            value={value}
            low={Math.min(parameter.low, parameter.value)}
            high={Math.max(parameter.high, parameter.value)}
            step={parameter.step}
            onChange={onChange}
          />
        )}
      </div>
      <span className="figures flex w-20 items-center justify-end gap-1 text-right text-[13px]">
        {changed ? (
          <Button
            look="quiet"
            size="icon"
            className="size-6"
            aria-label={`${t.strategy.reset}: ${label}`}
            onClick={() => onChange(parameter.value)}
          >
            <RotateCcw className="size-3!" />
          </Button>
        ) : null}
        <output className={changed ? 'font-semibold text-accent' : ''}>{quantity(value)}</output>
      </span>
    </div>
  )
}

/** The numbers of a strategy. Moved values count for the next run; saving makes a version of them. */
export function ParameterSliders({ stored, values, onChange }: ParameterSlidersProps) {
  const t = useText()
  const save = useSaveVersion(stored.id)
  const { parameters } = stored.strategy
  if (parameters.length === 0) return null
  const changed = parameters.filter(({ name, value }) => name in values && values[name] !== value)
  const keep = () => {
    const strategy = changed.reduce(
      (document, { name }) => setAt(document, `parameters.${name}`, values[name]),
      stored.strategy,
    )
    save.mutate({ strategy, message: changed.map(({ name }) => `${name} = ${values[name]}`).join(', ') })
  }
  return (
    <Section
      title={t.strategy.parameters}
      note={changed.length > 0 ? t.strategy.unsaved : undefined}
      actions={
        changed.length > 0 ? (
          <Button size="small" disabled={save.isPending} onClick={keep}>
            {t.strategy.saveAsVersion}
          </Button>
        ) : null
      }
    >
      <div className="@container flex flex-col gap-1.5 rounded-lg border border-line bg-surface px-3 py-2.5">
        {parameters.map((parameter) => (
          <Row
            key={parameter.name}
            parameter={parameter}
            value={values[parameter.name] ?? parameter.value}
            onChange={(value) => onChange({ ...values, [parameter.name]: value })}
          />
        ))}
      </div>
    </Section>
  )
}
