// Many processes that are told the same thing at the same moment.
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Answer, Order } from './orders.ts'

const ARGV = [
  process.execPath,
  '--import',
  fileURLToPath(new URL('../../scripts/alias-hook.ts', import.meta.url)),
  fileURLToPath(new URL('claimant.ts', import.meta.url)),
]

export class Member {
  readonly child: ChildProcess
  private readonly lines: AsyncIterator<string>

  constructor(before: readonly string[]) {
    const [command = '', ...args] = [...before, ...ARGV]
    this.child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] })
    this.child.stdin?.on('error', () => {})
    this.lines = createInterface({ input: this.child.stdout as NonNullable<ChildProcess['stdout']> })[
      Symbol.asyncIterator
    ]()
  }

  /** What it says next; null when it has died. */
  async said(): Promise<Answer | null> {
    const { done, value } = await this.lines.next()
    return done === true ? null : (JSON.parse(value) as Answer)
  }

  async told(order: Order): Promise<Answer | null> {
    this.child.stdin?.write(`${JSON.stringify(order)}\n`)
    return this.said()
  }
}

export class Crowd {
  private members: Member[] = []
  private readonly before: readonly string[]
  private readonly size: number

  constructor(t: TestContext, size: number, before: readonly string[] = []) {
    this.size = size
    this.before = before
    t.after(() => {
      for (const { child } of this.members) child.stdin?.end()
      for (const { child } of this.members) child.kill('SIGKILL')
    })
  }

  /** Starts as many as are missing; gives their process numbers. */
  async complete(): Promise<number[]> {
    const missing = this.size - this.members.length
    const started = Array.from({ length: missing }, () => new Member(this.before))
    this.members.push(...started)
    return (await Promise.all(started.map((member) => member.said()))).map((answer) => answer?.pid ?? 0)
  }

  /** Tells it all of them at once, but one perhaps; gives those who won, and how many died of it. */
  async tell(order: Order, except?: Member): Promise<{ readonly winners: readonly Member[]; readonly dead: number }> {
    const told = this.members.filter((member) => member !== except)
    const answers = await Promise.all(told.map(async (member) => ({ member, answer: await member.told(order) })))
    const dead = answers.flatMap(({ member, answer }) => (answer === null ? [member] : []))
    for (const member of dead) this.remove(member)
    return {
      winners: answers.flatMap(({ member, answer }) => (answer?.won === true ? [member] : [])),
      dead: dead.length,
    }
  }

  remove(member: Member): void {
    this.members = this.members.filter((other) => other !== member)
  }
}
