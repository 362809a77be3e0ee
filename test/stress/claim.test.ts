// Real processes on real files, released together, killed and overslept: one fetch at a time, and the next one after each.
import assert from 'node:assert/strict'
import { existsSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { dataEntry, makePlace, nowSeconds, type Place, readJson, readText, writeState } from '../helpers/place.ts'
import { needRoot } from '../helpers/root-user.ts'
import { needTool } from '../helpers/tools.ts'
import { type Death, DEATHS, type Order } from './orders.ts'
import { Crowd, type Member } from './crowd.ts'

const LEASE_SECONDS = 600

class Stress {
  private readonly place: Place
  private readonly crowd: Crowd
  private readonly order: Omit<Order, 'act'>

  constructor(t: TestContext, crowd: Crowd) {
    this.place = makePlace(t)
    this.crowd = crowd
    this.order = { root: this.place.root, leaseSeconds: LEASE_SECONDS, dawdleMs: 4 }
  }

  /** The entry expires, and everybody sees it; gives who won. */
  private async expire(death?: Death): Promise<readonly Member[]> {
    rmSync(join(this.place.dir, 'died'), { force: true })
    rmSync(join(this.place.dir, 'fetches'), { force: true })
    rmSync(this.place.lock, { force: true })
    writeState(this.place.cache, dataEntry(nowSeconds() - 7200, {}))
    return this.everybody(death)
  }

  private async everybody(death?: Death, except?: Member): Promise<readonly Member[]> {
    const order = { ...this.order, act: 'claim', ...(death === undefined ? {} : { death }) } as const
    const told = await this.crowd.tell(order, except)
    assert.equal(told.dead, death !== undefined && existsSync(join(this.place.dir, 'died')) ? 1 : 0)
    return told.winners
  }

  private fetches(): number {
    const file = join(this.place.dir, 'fetches')
    return existsSync(file) ? readText(file).split('\n').length - 1 : 0
  }

  /** The lease that stands there runs out, by the file's own age. */
  private runOut(): void {
    const past = statSync(this.place.lock).mtimeMs / 1000 - LEASE_SECONDS
    utimesSync(this.place.lock, past, past)
  }

  private async store(member: Member, death?: Death): Promise<boolean | 'died'> {
    const answer = await member.told({ ...this.order, act: 'store', ...(death === undefined ? {} : { death }) })
    if (answer === null) this.crowd.remove(member)
    return answer === null ? 'died' : answer.stored === true
  }

  private async nobodyWins(why: string): Promise<void> {
    const fetches = this.fetches()
    assert.equal((await this.everybody()).length, 0, why)
    assert.equal(this.fetches(), fetches, why)
  }

  /** One of them wins; another wave is needed where all who were left met the one who was deciding. */
  private async somebodyWins(first: readonly Member[], fetchesBefore: number, except?: Member): Promise<Member> {
    const winners = first.length > 0 ? first : await this.everybody(undefined, except)
    assert.equal(winners.length, 1, 'one winner')
    assert.equal(this.fetches(), fetchesBefore + 1, 'one fetch')
    return winners[0] as Member
  }

  async rounds(): Promise<void> {
    for (const death of DEATHS) {
      await this.undisturbed()
      await this.overslept()
      await this.killed(death)
    }
  }

  private async undisturbed(): Promise<void> {
    const winner = await this.somebodyWins(await this.expire(), 0)
    await this.nobodyWins('the lease runs')
    assert.equal(await this.store(winner), true)
    await this.nobodyWins('the entry is fresh')
    assert.deepEqual(readdirSync(this.place.root).toSorted(), ['usage.json', 'usage.mutex', 'usage.view'])
  }

  private async overslept(): Promise<void> {
    const first = await this.somebodyWins(await this.expire(), 0)
    this.runOut()
    const second = await this.somebodyWins(await this.everybody(undefined, first), 1, first)
    const before = [readText(this.place.cache), readText(this.place.lock)]
    assert.equal(await this.store(first), false, 'who overslept stores nothing')
    assert.deepEqual([readText(this.place.cache), readText(this.place.lock)], before)
    assert.equal(await this.store(second), true)
    assert.equal(existsSync(this.place.lock), false)
  }

  private async killedClaiming(death: Death): Promise<void> {
    const others = await this.expire(death)
    const fetched = death === 'fetching' ? 1 : 0
    const published = death === 'published' || death === 'fetching'
    if (published) {
      assert.equal(others.length, 0, 'a lease outlives its holder')
      await this.nobodyWins('it runs still')
      this.runOut()
    }
    const winner = await this.somebodyWins(others, fetched)
    assert.equal(await this.store(winner), true)
    await this.crowd.complete()
  }

  private async killedStoring(death: Death): Promise<void> {
    const winner = await this.somebodyWins(await this.expire(), 0)
    assert.equal(await this.store(winner, death), 'died')
    await this.crowd.complete()
    await this.nobodyWins('its lease runs, or the entry is fresh')
    this.runOut()
    if (death === 'stored') return this.nobodyWins('the entry is fresh')
    assert.equal(
      readJson(this.place.cache).cached_at < new Date(Date.now() - 7_000_000).toISOString(),
      true,
      'the old entry',
    )
    assert.equal(await this.store(await this.somebodyWins(await this.everybody(), 1)), true)
  }

  private killed(death: Death): Promise<void> {
    return death === 'storing' || death === 'stored' ? this.killedStoring(death) : this.killedClaiming(death)
  }
}

test('64 processes, released together', { timeout: 120_000 }, async (t) => {
  const crowd = new Crowd(t, 64)
  assert.equal(new Set(await crowd.complete()).size, 64)
  const stress = new Stress(t, crowd)
  await stress.rounds()
})

test('8 processes of one pid, in pid namespaces of their own', { timeout: 60_000 }, async (t) => {
  if (!needTool(t, 'unshare') || !needRoot(t)) return
  // Not as the first process of the namespace: that one cannot kill itself.
  const before = ['unshare', '--pid', '--fork', '--mount-proc', 'sh', '-c', 'exec 3<&0; "$@" <&3 3<&- & wait', 'sh']
  const crowd = new Crowd(t, 8, before)
  assert.equal(new Set(await crowd.complete()).size, 1)
  const stress = new Stress(t, crowd)
  await stress.rounds()
})
