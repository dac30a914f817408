// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

extension SearchCore {
  /// Searches for a set of errors with a syndrome that is cheaper than the best so far.
  ///
  /// - Parameters:
  ///   - defects: The detectors of the syndrome, each once.
  ///   - ranks: The order in which detectors are taken up, as the rank of each.
  ///   - limits: Where to stop.
  /// - Returns: Whether the search came to its end within the limit of sets of errors.
  mutating func search(
    _ defects: Span<UInt32>, ranks: Span<UInt32>, limits: SearchLimits
  ) -> Bool {
    tour.plan(defects, ranks)
    margin = Int64(min(limits.beam * model.scale, 0x1p60))
    stretch = Int64(limits.stretch * 1024)
    width = Int64(Self.windowInNats * model.scale)
    for index in 0..<tour.count
    where model.starStarts[Int(tour[index])] == model.starStarts[Int(tour[index]) + 1] {
      return false
    }
    // Most syndromes are easy; the others deserve a better bound to start from.
    if run(nodes: min(limits.nodes, Self.easyNodes), passes: 0) { return true }
    return run(nodes: limits.nodes, passes: Self.pricingPasses)
  }

  /// How far apart the bounds of a node's steps may be for them to enter the queue together.
  static var windowInNats: Double { 2 }
  /// How many sets of errors an easy syndrome takes.
  static var easyNodes: Int { 64 }
  /// How often the prices of a hard syndrome are gone over.
  static var pricingPasses: Int { 3 }
  /// After how many sets of errors a search makes for a complete one.
  static var nodesBetweenDives: Int { 512 }

  private mutating func run(nodes nodeLimit: Int, passes: Int) -> Bool {
    start()
    var nextDive = Self.nodesBetweenDives
    while let step = queue.pop() {
      let bound = step.bound >> Self.countBits
      if bound >= best { return true }
      if step.bound & Self.countMask == 0 {
        if !isInCoset(step) { continue }
        accept(step, cost: bound)
        return true
      }
      var node = Int(step.parent)
      var window: Int64 = 0
      if step.error == Self.later {
        window = Int64(step.turn)
        reopen(node)
      } else {
        if nodes.count >= nodeLimit { return false }
        guard let opened = open(step, passes: passes) else { continue }
        node = opened
      }
      let next = expand(
        node, window: window, after: step.error == Self.later ? .max : step.turn)
      close(node)
      if nodes.count >= nextDive {
        nextDive &+= Self.nodesBetweenDives
        if let next { dive(next) }
      }
    }
    return true
  }

  /// Follows the cheapest steps to a complete set of errors, for a cost to beat.
  private mutating func dive(_ first: SearchStep) {
    var step = first
    while step.bound >> Self.countBits < best {
      if step.bound & Self.countMask == 0 {
        if isInCoset(step) { accept(step, cost: step.bound >> Self.countBits) }
        return
      }
      guard let node = open(step, passes: 0) else { return }
      let next = expand(node, window: 0, after: step.turn)
      close(node)
      guard let next else { return }
      step = next
    }
  }

  static var countBits: Int64 { 12 }
  static var countMask: Int64 { 1 << countBits - 1 }

  /// Marks a step that takes up a node again, for its dearer steps.
  static var later: UInt32 { none - 1 }

  private mutating func start() {
    closest = (.max, .max, none)
    queue.removeAll()
    reached.removeAll()
    nodes.truncate(to: 0)
    residuals.truncate(to: 0)
    var key: UInt64 = 0
    for index in 0..<tour.count {
      let detector = tour[index]
      key ^= model.detectorKeys[Int(detector)]
      residuals.append(Residual(detector: detector, price: 0, turn: UInt32(index)))
    }
    nodes.append(
      SearchNode(
        parent: none, error: none, cost: 0, key: key, first: 0, count: residuals.count))
    leastBounds.truncate(to: 0)
    leastBounds.extend(to: residuals.count, with: Int64.max >> 1)
    let count = min(Int64(residuals.count), Self.countMask)
    queue.push(SearchStep(bound: count, parent: 0, error: none, turn: 0))
  }

  /// Takes a step: makes its node and leaves its residual syndrome and prices in the working memory.
  ///
  /// - Returns: The place of the node, or nil if its residual syndrome was reached before at no greater cost.
  private mutating func open(_ step: SearchStep, passes: Int) -> Int? {
    let parent = nodes[Int(step.parent)]
    guard step.error != none else {
      priceRoot(passes: passes)
      return 0
    }
    let error = Int(step.error)
    let cost = parent.cost &+ Int64(model.costs[error])
    let key = parent.key ^ model.keys[error] ^ (coset == nil ? 0 : model.masks[error])
    guard reached.insert(key, cost: cost) else { return nil }
    epoch &+= 1
    for index in parent.first..<(parent.first &+ parent.count) {
      let residual = residuals[index]
      isResidual[Int(residual.detector)] = true
      prices[Int(residual.detector)] = residual.price
    }
    let first = residuals.count
    for place in model.starts[error]..<model.starts[error &+ 1] {
      let detector = model.detectors[Int(place)]
      isResidual[Int(detector)].toggle()
      prices[Int(detector)] = 0
      if isResidual[Int(detector)] {
        residuals.append(Residual(detector: detector, price: 0, turn: step.turn))
      }
      for near in model.neighbourStarts[Int(detector)]..<model.neighbourStarts[Int(detector) &+ 1] {
        touched[Int(model.neighbours[Int(near)])] = epoch
      }
    }
    for index in parent.first..<(parent.first &+ parent.count) {
      let residual = residuals[index]
      if isResidual[Int(residual.detector)] { residuals.append(residual) }
    }
    for index in (first..<residuals.count).reversed()
    where touched[Int(residuals[index].detector)] == epoch {
      raise(index)
    }
    nodes.append(
      SearchNode(
        parent: step.parent, error: step.error, cost: cost, key: key, first: first,
        count: residuals.count &- first))
    return nodes.count &- 1
  }

  /// Puts the residual syndrome and the prices of a node into the working memory again.
  private mutating func reopen(_ node: Int) {
    let node = nodes[node]
    for index in node.first..<(node.first &+ node.count) {
      let residual = residuals[index]
      isResidual[Int(residual.detector)] = true
      prices[Int(residual.detector)] = residual.price
    }
  }

  /// Clears the working memory of a node's residual syndrome.
  private mutating func close(_ node: Int) {
    let node = nodes[node]
    for index in node.first..<(node.first &+ node.count) {
      isResidual[Int(residuals[index].detector)] = false
      prices[Int(residuals[index].detector)] = 0
    }
  }

  /// Prices the whole syndrome: first what the fairest division of each error allows, then all that is left.
  private mutating func priceRoot(passes: Int) {
    let count = nodes[0].count
    for index in 0..<count { isResidual[Int(residuals[index].detector)] = true }
    for index in 0..<count {
      let price = fairPrice(Int(residuals[index].detector))
      residuals[index].price = price
    }
    for index in 0..<count {
      prices[Int(residuals[index].detector)] = residuals[index].price
    }
    for index in 0..<count { raise(index) }
    for _ in 0..<passes {
      for index in 0..<count { exchange(index, count) }
    }
  }

  /// Gives up the price of a residual detector of the root where those around it can take more for it.
  private mutating func exchange(_ index: Int, _ count: Int) {
    let detector = Int(residuals[index].detector)
    epoch &+= 1
    for near in model.neighbourStarts[detector]..<model.neighbourStarts[detector &+ 1] {
      touched[Int(model.neighbours[Int(near)])] = epoch
    }
    let old = residuals[index].price
    residuals[index].price = 0
    prices[detector] = 0
    saved.truncate(to: 0)
    var gain = -Int64(old)
    for other in 0..<count where other != index && touched[Int(residuals[other].detector)] == epoch
    {
      let before = residuals[other].price
      raise(other)
      if residuals[other].price == before { continue }
      gain &+= Int64(residuals[other].price &- before)
      saved.append((UInt32(other), before))
    }
    raise(index)
    gain &+= Int64(residuals[index].price)
    if gain >= 0 { return }
    for place in 0..<saved.count {
      let (other, price) = saved[place]
      residuals[Int(other)].price = price
      prices[Int(residuals[Int(other)].detector)] = price
    }
    residuals[index].price = old
    prices[detector] = old
  }

  /// The least that an error asks for clearing a residual detector, if it asks the same of all that it clears.
  private func fairPrice(_ detector: Int) -> Int32 {
    var least = Int32.max
    var place = Int(model.starStarts[detector])
    let end = Int(model.starStarts[detector &+ 1])
    while place < end {
      let others = Int(model.stars[place &+ 2])
      var cleared: Int32 = 1
      for other in (place &+ 3)..<(place &+ 3 &+ others)
      where isResidual[Int(model.stars[other])] { cleared &+= 1 }
      least = min(least, Int32(model.stars[place &+ 1]) / cleared)
      place &+= 3 &+ others
    }
    return least
  }

  /// Raises the price of a residual detector until an error is paid for in full.
  private mutating func raise(_ index: Int) {
    let detector = Int(residuals[index].detector)
    var slack = Int32.max
    var place = Int(model.starStarts[detector])
    let end = Int(model.starStarts[detector &+ 1])
    let price = prices[detector]
    while place < end {
      let others = Int(model.stars[place &+ 2])
      var left = Int32(truncatingIfNeeded: model.stars[place &+ 1]) &- price
      for other in (place &+ 3)..<(place &+ 3 &+ others) {
        left &-= prices[Int(model.stars[other])]
      }
      slack = min(slack, left)
      if slack <= 0 { return }
      place &+= 3 &+ others
    }
    prices[detector] = price &+ slack
    residuals[index].price = price &+ slack
  }

  /// Puts the steps that lead on from a node into the queue.
  private mutating func expand(
    _ index: Int, window: Int64, after nodeTurn: UInt32
  ) -> SearchStep? {
    let node = nodes[index]
    let (rest, lowest, turn) = outlook(node)
    if node.cost &+ rest >= best { return nil }
    let bound = node.cost &+ stretched(rest)
    if bound > leastBounds[Int(turn)] &+ margin { return nil }
    let low = window &* width
    let high = low &+ width
    var isLeft = false
    var cheapest = SearchStep(bound: .max, parent: 0, error: none, turn: 0)
    leastBounds[Int(turn)] = min(leastBounds[Int(turn)], bound)
    if (node.count, bound) < (closest.count, closest.bound) {
      closest = (node.count, bound, UInt32(index))
    }
    var place = Int(model.starStarts[lowest])
    let end = Int(model.starStarts[lowest &+ 1])
    let price = prices[lowest]
    while place < end {
      let error = model.stars[place]
      let others = Int(model.stars[place &+ 2])
      var count = node.count &- 1
      let cost = Int32(truncatingIfNeeded: model.stars[place &+ 1])
      var change = cost &- price
      for other in (place &+ 3)..<(place &+ 3 &+ others) {
        let detector = Int(model.stars[other])
        count &+= isResidual[detector] ? -1 : 1
        change &-= prices[detector]
      }
      place &+= 3 &+ others
      if Int64(change) < low { continue }
      // The change is the error's cost less the prices that it makes needless.
      let left = rest &+ Int64(change) &- Int64(cost)
      let next = node.cost &+ Int64(cost) &+ stretched(left)
      if node.cost &+ rest &+ Int64(change) >= best { continue }
      let step = SearchStep(
        bound: next << Self.countBits | min(Int64(count), Self.countMask), parent: UInt32(index),
        error: error, turn: turn)
      if step.bound < cheapest.bound { cheapest = step }
      if Int64(change) >= high {
        isLeft = true
      } else {
        queue.push(step)
      }
    }
    if isLeft && bound &+ high < best {
      queue.push(
        SearchStep(
          bound: (bound &+ high) << Self.countBits | min(Int64(node.count), Self.countMask),
          parent: UInt32(index), error: Self.later, turn: UInt32(window &+ 1)))
    }
    return cheapest.error == none ? nil : cheapest
  }

  /// The bound on what remains at a node, and the detector to be cleared next with its turn.
  private func outlook(_ node: SearchNode) -> (rest: Int64, detector: Int, turn: UInt32) {
    var rest: Int64 = 0
    var lowest = 0
    var turn = UInt32.max
    for index in node.first..<(node.first &+ node.count) {
      let residual = residuals[index]
      rest &+= Int64(residual.price)
      if residual.turn < turn {
        turn = residual.turn
        lowest = Int(residual.detector)
      }
    }
    return (rest, lowest, turn)
  }

  /// What a remaining cost is likely to be whose bound from below is known.
  private func stretched(_ bound: Int64) -> Int64 { bound &+ (bound &* stretch) &>> 10 }

  /// Whether the errors of a step flip the observables that are asked for.
  private func isInCoset(_ step: SearchStep) -> Bool {
    guard let coset else { return true }
    var mask = step.error == none ? 0 : model.masks[Int(step.error)]
    var place = Int(step.parent)
    while nodes[place].error != none {
      mask ^= model.masks[Int(nodes[place].error)]
      place = Int(nodes[place].parent)
    }
    return mask == coset
  }

  /// Keeps the set of errors of a step as the best solution.
  private mutating func accept(_ step: SearchStep, cost: Int64) {
    guard cost < best else { return }
    best = cost
    solution.truncate(to: 0)
    if step.error != none { solution.append(step.error) }
    collect(step.parent)
  }

  /// Adds the errors of a node to the solution.
  mutating func collect(_ node: UInt32) {
    var place = Int(node)
    while nodes[place].error != none {
      solution.append(nodes[place].error)
      place = Int(nodes[place].parent)
    }
  }
}
