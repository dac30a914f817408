// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.
//
// How many sets of errors stand behind a likeliest one.
// 1. The likelier value of an observable is the one whose sets of errors have the greater probability in all, not
//    the one with the likeliest set. Most of the others differ from it by exchanges of one or two of its errors for
//    one or two others with the same syndrome and observables. Two for two cost little or nothing; two for one
//    cost more, and there are many.
// 2. Errors that an exchange joins form clusters. Exchanges in different clusters are nearly independent
//    (two may want the same new error), so the probabilities multiply; within a cluster the sets that exchanges
//    lead to are gone through, cheapest first.
// 3. A cluster that both of two sets have tells nothing of which is likelier.

internal import CircuitModel
internal import ComputePrimitives

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Weighs sets of errors by the sets that exchanges turn them into.
struct WayCounter: ~Copyable {
  /// One or two errors that may take the place of one or two others.
  private struct Exchange {
    var first: UInt32
    /// The other error, or `none`.
    var second: UInt32
    /// By how much dearer they are.
    var change: Int64

    /// Whether neither error is one for which this holds.
    func avoids(_ isThere: (UInt32) -> Bool) -> Bool {
      !isThere(first) && (second == none || !isThere(second))
    }
  }
  /// Errors of a set that exchanges join.
  private struct Cluster {
    var errors: [UInt32] = []
    /// Tells clusters apart.
    var key: UInt64 = 0
  }
  /// What exchanges have made of a cluster.
  private struct State {
    var errors: [UInt32]
    var change: Int64
    var key: UInt64
  }

  /// How much dearer, in nats, a set may be to count.
  static var reachInNats: Double { 5 }
  /// The most sets looked at in one cluster.
  static var stateLimit: Int { 300 }

  private let model: SearchModel
  private let reach: Int64
  /// The exchanges of errors and of pairs of them, as far as they are known.
  private var exchanges: [UInt64: [Exchange]] = [:]
  private var isMember: PackedBuffer<Bool>

  init(_ model: SearchModel) {
    self.model = model
    reach = Int64(Self.reachInNats * model.scale)
    isMember = PackedBuffer(repeating: false, count: model.costs.count)
  }

  /// How much greater the weight of the sets around one set is than around another, beyond those sets' own: the
  /// logarithm of the ratio.
  mutating func advantage(of first: [UInt32], over second: [UInt32]) -> Double {
    exchanges.removeAll(keepingCapacity: true)
    let own = clusters(of: first)
    let others = clusters(of: second)
    let ownKeys = Set(own.map(\.key))
    let otherKeys = Set(others.map(\.key))
    return gain(own.filter { !otherKeys.contains($0.key) }, in: first)
      - gain(others.filter { !ownKeys.contains($0.key) }, in: second)
  }

  /// The logarithm of the weight of all sets around a set, in which its own is 1, over some clusters.
  private mutating func gain(_ clusters: [Cluster], in errors: [UInt32]) -> Double {
    for error in errors { isMember[Int(error)] = true }
    var sum = 0.0
    for cluster in clusters {
      // What a cluster gives up it may take again.
      for error in cluster.errors { isMember[Int(error)] = false }
      sum += gain(cluster)
      for error in cluster.errors { isMember[Int(error)] = true }
    }
    for error in errors { isMember[Int(error)] = false }
    return sum
  }

  /// Groups the errors of a set by the exchanges that join them.
  private mutating func clusters(of errors: [UInt32]) -> [Cluster] {
    for error in errors { isMember[Int(error)] = true }
    var group = Array(errors.indices)
    for first in errors.indices {
      for second in errors.indices where second > first && group[first] != group[second] {
        let found = exchanges(of: errors[first], errors[second])
        guard found.contains(where: { $0.avoids { isMember[Int($0)] } }) else { continue }
        let (kept, lost) = (group[first], group[second])
        for index in group.indices where group[index] == lost { group[index] = kept }
      }
    }
    for error in errors { isMember[Int(error)] = false }
    var clusters: [Int: Cluster] = [:]
    for (index, error) in errors.enumerated() {
      clusters[group[index], default: Cluster()].errors.append(error)
      clusters[group[index], default: Cluster()].key &+= Self.key(error)
    }
    // In the order of the set, so that sums come out the same every time.
    return errors.indices.compactMap { clusters[$0] }
  }

  /// Goes through the sets that exchanges make of a cluster.
  private mutating func gain(_ cluster: Cluster) -> Double {
    var states = [State(errors: cluster.errors, change: 0, key: cluster.key)]
    var seen: Set<UInt64> = [cluster.key]
    var waiting = [0]
    while !waiting.isEmpty && states.count < Self.stateLimit {
      var least = 0
      for place in waiting.indices
      where states[waiting[place]].change < states[waiting[least]].change { least = place }
      let state = states[waiting[least]]
      waiting.swapAt(least, waiting.count - 1)
      waiting.removeLast()
      for (place, first) in state.errors.enumerated() {
        for second in [none] + state.errors[(place + 1)...] {
          for exchange in exchanges(of: first, second) {
            guard state.change + exchange.change <= reach,
              let next = apply(exchange, to: state, in: first, second, &seen)
            else { continue }
            waiting.append(states.count)
            states.append(next)
          }
        }
      }
    }
    return log(states.reduce(0) { $0 + exp(-model.nats($1.change)) })
  }

  /// The set that an exchange of one or two errors makes of one; nil if it was seen or needs an error that is there.
  private func apply(
    _ exchange: Exchange, to state: State, in first: UInt32, _ second: UInt32,
    _ seen: inout Set<UInt64>
  ) -> State? {
    guard exchange.avoids({ isMember[Int($0)] || state.errors.contains($0) }) else { return nil }
    let key =
      state.key &- Self.key(first) &- Self.key(second) &+ Self.key(exchange.first)
      &+ Self.key(exchange.second)
    guard seen.insert(key).inserted else { return nil }
    var errors = state.errors.filter { $0 != first && $0 != second }
    errors.append(exchange.first)
    if exchange.second != none { errors.append(exchange.second) }
    return State(errors: errors, change: state.change + exchange.change, key: key)
  }

  /// The errors that can take the place of two, or of the first alone if the second is `none`.
  private mutating func exchanges(of first: UInt32, _ second: UInt32) -> [Exchange] {
    let pair = UInt64(min(first, second)) << 32 | UInt64(max(first, second))
    if let known = exchanges[pair] { return known }
    let found = findExchanges(first, second)
    exchanges[pair] = found
    return found
  }

  private func findExchanges(_ first: UInt32, _ second: UInt32) -> [Exchange] {
    let old = second == none ? [first] : [first, second]
    let key = old.reduce(0) { $0 ^ model.keys[Int($1)] }
    let mask = model.mask(of: old)
    let cost = model.cost(of: old)
    // One of the new must flip a detector that only one of the old does.
    let mine = model.symptoms[Int(first)].detectors
    let others = second == none ? [] : model.symptoms[Int(second)].detectors
    guard
      let detector = mine.first(where: { !others.contains($0) })
        ?? others.first(where: { !mine.contains($0) })
    else { return [] }
    var found: [Exchange] = []
    if second != none, let one = model.error(withKey: key), model.masks[Int(one)] == mask {
      let change = Int64(model.costs[Int(one)]) - cost
      if change <= reach { found.append(Exchange(first: one, second: none, change: change)) }
    }
    var place = Int(model.starStarts[Int(detector)])
    let end = Int(model.starStarts[Int(detector) + 1])
    while place < end {
      let error = model.stars[place]
      let change = Int64(model.stars[place + 1]) - cost
      place += 3 + Int(model.stars[place + 2])
      if change > reach { break }
      if error == first || error == second { continue }
      guard let partner = model.error(withKey: key ^ model.keys[Int(error)]),
        partner != first, partner != second,
        model.masks[Int(error)] ^ model.masks[Int(partner)] == mask
      else { continue }
      let whole = change + Int64(model.costs[Int(partner)])
      if whole <= reach { found.append(Exchange(first: error, second: partner, change: whole)) }
    }
    return found
  }

  /// A number that tells errors apart even when added up; 0 for `none`.
  private static func key(_ error: UInt32) -> UInt64 {
    if error == none { return 0 }
    var mixer = SplitMix64(state: UInt64(error))
    return mixer.next()
  }
}
