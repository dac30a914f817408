// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CircuitModel
import ComputePrimitives
import StabilizerSimulation

/// Shots that bring heralds and readings with them; noise without side information comes from the background.
struct InformedSource: ShotSource {
  let information: SideInformation
  /// The distributions of the readings.
  let shifts: [NormalShift]
  let background: any ShotSource

  init(_ information: SideInformation, background: any ShotSource) throws(SamplingError) {
    self.information = information
    self.background = background
    var shifts: [NormalShift] = []
    for reading in information.readings { shifts.append(try NormalShift(reading)) }
    self.shifts = shifts
  }

  func makeSampler() -> any ShotSampler { InformedSampler(self, background.makeSampler()) }
}

/// The working memory for sampling shots with their side information, of one worker.
///
/// What a herald itself flips is known to the decoder, so it is left out of the shots.
final class InformedSampler: ShotSampler {
  /// Heralds of one probability.
  private struct Group {
    var heralds: [UInt32]
    var gaps: GeometricGaps
  }

  private let information: SideInformation
  private let shifts: [NormalShift]
  private let background: any ShotSampler
  private let groups: [Group]
  private var events: HeraldEvents
  private var flips: ShotFlips
  private var mixer: PriorMixer
  private var offsets: [Int] = []
  private var defects: [UInt32] = []
  private var shotPriors = ShotPriors()

  init(_ source: InformedSource, _ background: any ShotSampler) {
    information = source.information
    shifts = source.shifts
    self.background = background
    var groups: [Double: [UInt32]] = [:]
    for (index, herald) in information.heralds.enumerated() where herald.probability > 0 {
      groups[herald.probability, default: []].append(UInt32(index))
    }
    self.groups = groups.sorted { $0.key < $1.key }.map {
      Group(heralds: $0.value, gaps: GeometricGaps(probability: $0.key))
    }
    events = HeraldEvents()
    flips = ShotFlips()
    mixer = PriorMixer(information.probabilities)
  }

  /// The probabilities that hold in the shots sampled last.
  var priors: ShotPriors? { shotPriors }

  func sample(shots: Int, using stream: inout RandomStream, into batch: inout SyndromeBatch) {
    background.sample(shots: shots, using: &stream, into: &batch)
    drawHeralds(shots, &stream)
    shotPriors = ShotPriors()
    offsets.removeAll(keepingCapacity: true)
    defects.removeAll(keepingCapacity: true)
    offsets.append(0)
    flips.resize(detectorCount: batch.detectorCount)
    for shot in 0..<shots {
      let range = batch.offsets[shot]..<batch.offsets[shot + 1]
      let struck = events.ofShot(shot)
      if struck.isEmpty, shifts.isEmpty {
        defects += batch.defects[range]
      } else {
        for detector in batch.defects[range] { flips.toggle(detector) }
        for event in struck { add(event, shot, &batch) }
        drawReadings(shot, &stream, &batch)
        flips.drain(into: &defects)
      }
      mixer.drain(into: &shotPriors)
      offsets.append(defects.count)
    }
    swap(&batch.defects, &defects)
    swap(&batch.offsets, &offsets)
  }

  /// Draws which heralds fire and what their noise is.
  private func drawHeralds(_ shots: Int, _ stream: inout RandomStream) {
    events.removeAll()
    for group in groups {
      let width = group.heralds.count
      var trial = group.gaps.next(using: &stream)
      while trial < shots * width {
        let herald = group.heralds[trial % width]
        let unit = stream.nextUnit()
        let shares = information.heralds[Int(herald)].shares
        var outcome = 0
        while outcome < shares.count - 1, unit >= shares[outcome] { outcome += 1 }
        events.append(shot: trial / width, herald: herald, outcome: UInt8(outcome))
        trial += 1 + group.gaps.next(using: &stream)
      }
    }
    events.sort(shots: shots)
  }

  /// Draws the flips that have readings, and the odds that follow from these.
  private func drawReadings(
    _ shot: Int, _ stream: inout RandomStream, _ batch: inout SyndromeBatch
  ) {
    for (index, shift) in shifts.enumerated() {
      let (flips, posterior) = shift.draw(&stream)
      let reading = information.readings[index]
      mixer.add(reading.mechanism, posterior)
      guard flips else { continue }
      for detector in reading.symptom.detectors { self.flips.toggle(detector) }
      for observable in reading.symptom.observables {
        batch.observables.flip(shot, Int(observable))
      }
    }
  }

  private func add(_ event: HeraldEvents.Event, _ shot: Int, _ batch: inout SyndromeBatch) {
    let herald = information.heralds[Int(event.herald)]
    for (bit, symptom) in herald.generators.enumerated() where event.outcome >> bit & 1 != 0 {
      for detector in symptom.detectors { flips.toggle(detector) }
      for observable in symptom.observables { batch.observables.flip(shot, Int(observable)) }
    }
    for prior in herald.priors { mixer.add(prior.mechanism, prior.probability) }
  }
}

/// The heralds that fire in a block of shots.
struct HeraldEvents {
  struct Event {
    var herald: UInt32
    /// The case of the herald's noise.
    var outcome: UInt8
  }

  private var drawn: [(shot: Int, event: Event)] = []
  private var sorted: [Event] = []
  private var starts: [Int] = []

  mutating func removeAll() {
    drawn.removeAll(keepingCapacity: true)
  }

  mutating func append(shot: Int, herald: UInt32, outcome: UInt8) {
    drawn.append((shot, Event(herald: herald, outcome: outcome)))
  }

  /// Puts the events in the order of their shots, those of a shot as they were drawn.
  mutating func sort(shots: Int) {
    starts.removeAll(keepingCapacity: true)
    starts += repeatElement(0, count: shots + 2)
    for (shot, _) in drawn { starts[shot + 2] += 1 }
    for shot in 0..<shots { starts[shot + 2] += starts[shot + 1] }
    sorted.removeAll(keepingCapacity: true)
    sorted += repeatElement(Event(herald: 0, outcome: 0), count: drawn.count)
    for (shot, event) in drawn {
      sorted[starts[shot + 1]] = event
      starts[shot + 1] += 1
    }
  }

  /// The events of a shot.
  func ofShot(_ shot: Int) -> ArraySlice<Event> { sorted[starts[shot]..<starts[shot + 1]] }
}

/// The detectors that a shot flips, while it is put together.
struct ShotFlips {
  private var words: [UInt64] = []

  mutating func resize(detectorCount: Int) {
    let count = (detectorCount + 63) / 64
    if words.count != count { words = [UInt64](repeating: 0, count: count) }
  }

  mutating func toggle(_ detector: UInt32) {
    words[Int(detector >> 6)] ^= 1 << UInt64(detector & 63)
  }

  /// Appends the detectors that are flipped, ascending, and forgets them.
  mutating func drain(into defects: inout [UInt32]) {
    for word in words.indices where words[word] != 0 {
      var bits = words[word]
      while bits != 0 {
        defects.append(UInt32(64 * word + bits.trailingZeroBitCount))
        bits &= bits - 1
      }
      words[word] = 0
    }
  }
}

/// The probabilities of mechanisms in one shot, while its side information comes in.
struct PriorMixer {
  private let standard: [Double]
  private var current: [Double]
  private var isNamed: [Bool]
  private var named: [UInt32] = []

  init(_ probabilities: [Double]) {
    standard = probabilities
    current = probabilities
    isNamed = [Bool](repeating: false, count: probabilities.count)
  }

  /// Adds an independent cause of a mechanism.
  mutating func add(_ mechanism: UInt32, _ probability: Double) {
    let index = Int(mechanism)
    if !isNamed[index] {
      isNamed[index] = true
      named.append(mechanism)
    }
    current[index] = current[index] * (1 - probability) + probability * (1 - current[index])
  }

  /// Appends the shot's probabilities, and returns to the standard ones.
  mutating func drain(into priors: inout ShotPriors) {
    for mechanism in named {
      let index = Int(mechanism)
      priors.mechanisms.append(mechanism)
      priors.probabilities.append(current[index])
      current[index] = standard[index]
      isNamed[index] = false
    }
    priors.offsets.append(priors.mechanisms.count)
    named.removeAll(keepingCapacity: true)
  }
}
