// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import QVM
import StabilizerSimulation

extension ByteSink {
  mutating func put(_ group: inout Group) throws(ExecutionError) {
    put(group.position)
    try put(&group.machine)
    guard case .shots(let shots) = group.ensemble else {
      preconditionFailure("Only shots are kept.")
    }
    put(shots.count)
    for shot in shots {
      put(shot.index)
      put(shot.attempt)
      for word in shot.stream.position { put(word) }
    }
  }

  private mutating func put(_ machine: inout Machine) throws(ExecutionError) {
    put(machine.events.map { UInt8(bitPattern: $0) })
    put(machine.clocks)
    put(machine.births)
    put(machine.eventTimes)
    for number in [
      machine.epochStart, machine.epoch, machine.now, machine.start, machine.physicalQubits,
      machine.logicalQubits,
    ] { put(number) }
    try put(&machine.register)
  }

  private mutating func put(_ register: inout QuantumRegister) throws(ExecutionError) {
    put(register.vacantClusters)
    put(register.clusters.count)
    let workers = register.workers
    for index in register.clusters.indices {
      guard let cluster = register.clusters[index] else {
        put(UInt8(0))
        continue
      }
      switch cluster.state {
      case .stabilizer(let state):
        put(UInt8(1))
        put(cluster.qubits)
        put(state.packedRows.words)
        put(state.packedRows.phases)
      case .vector:
        put(UInt8(2))
        put(cluster.qubits)
        put(
          try register.withVector(index) { (vector) throws(ExecutionError) in
            try vector.bytes(workers: workers)
          })
      }
    }
  }

  mutating func put(_ tally: Tally) {
    put(tally.nodeWeights)
    for qubit in tally.qubits { put(qubit.numbers) }
    put([tally.cycles, tally.epochs, tally.pairErrors])
    put([
      tally.mostCycles, tally.peakLogicalQubits, tally.peakPhysicalQubits, tally.largestVector,
      tally.largestTableau,
    ])
  }
}

extension ByteSource {
  mutating func group(
    of plan: ExecutionPlan, _ options: RunOptions, at position: Int
  ) throws(ExecutionError) -> Group {
    guard try integer(in: 0...plan.steps.count) == position else { throw Self.fault }
    let machine = try machine(of: plan, options)
    var shots: [Shot] = []
    for _ in 0..<(try count(elementSize: 48)) {
      let index = try integer(in: 0...options.shots - 1)
      let attempt = try integer(in: 0...Int.max >> 8)
      let words = [try word(), try word(), try word(), try word()]
      guard let stream = RandomStream(position: words) else { throw Self.fault }
      shots.append(Shot(index: index, stream: stream, attempt: attempt))
    }
    return Group(machine: machine, position: position, ensemble: .shots(shots))
  }

  private mutating func machine(
    of plan: ExecutionPlan, _ options: RunOptions
  ) throws(ExecutionError) -> Machine {
    var machine = Machine(plan, vectorLimit: options.vectorLimit, workers: options.threads)
    let events = try byteArray().map { Int8(bitPattern: $0) }
    guard events.count == machine.events.count, events.allSatisfy({ (-1...3).contains($0) }) else {
      throw Self.fault
    }
    machine.events = events
    let qubitCount = plan.program.qubits.count
    let times = 0...Int.max >> 8
    machine.clocks = try integers(count: qubitCount, in: times)
    machine.births = try integers(count: qubitCount, in: times)
    machine.eventTimes = try integers(count: events.count, in: times)
    machine.epochStart = try integer(in: times)
    machine.epoch = try integer(in: times)
    machine.now = try integer(in: times)
    machine.start = try integer(in: times)
    machine.physicalQubits = try integer(in: times)
    machine.logicalQubits = try integer(in: 0...qubitCount)
    try read(&machine.register, qubitCount: qubitCount)
    guard machine.register.liveCount == machine.logicalQubits else { throw Self.fault }
    return machine
  }

  private mutating func read(
    _ register: inout QuantumRegister, qubitCount: Int
  ) throws(ExecutionError) {
    let vacant = try integers(in: 0...(1 << 32))
    var clusters: [QuantumRegister.Cluster?] = []
    for _ in 0..<(try count(elementSize: 1)) {
      switch try byte() {
      case 0: clusters.append(nil)
      case 1:
        let qubits = try integers(in: -1...qubitCount - 1)
        let (words, phases) = (try words(), try byteArray())
        guard
          let state = StabilizerState(placeCount: qubits.count, words: words, phases: phases)
        else { throw Self.fault }
        clusters.append(QuantumRegister.Cluster(state: .stabilizer(state), qubits: qubits))
      case 2:
        let qubits = try integers(in: 0...qubitCount - 1)
        let vector = try VectorState(bytes: try byteArray(), qubitCount: qubits.count)
        clusters.append(QuantumRegister.Cluster(state: .vector(vector), qubits: qubits))
      default: throw Self.fault
      }
    }
    guard register.restore(clusters, vacant: vacant) else { throw Self.fault }
  }

  mutating func tally(of plan: ExecutionPlan) throws(ExecutionError) -> Tally {
    var tally = Tally(plan)
    tally.nodeWeights = try numbers(count: tally.nodeWeights.count)
    for index in tally.qubits.indices { tally.qubits[index].numbers = try numbers(count: 9) }
    let sums = try numbers(count: 3)
    (tally.cycles, tally.epochs, tally.pairErrors) = (sums[0], sums[1], sums[2])
    let peaks = try integers(count: 5, in: 0...Int.max)
    tally.mostCycles = peaks[0]
    tally.peakLogicalQubits = peaks[1]
    tally.peakPhysicalQubits = peaks[2]
    tally.largestVector = peaks[3]
    tally.largestTableau = peaks[4]
    return tally
  }
}
