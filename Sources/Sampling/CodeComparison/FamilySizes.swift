// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CodeConstructions
import ComputePrimitives

/// The sizes of a family that footprints are chosen from, as the catalogue makes them.
///
/// A family by distance has one code for each distance; of others, such as bivariate bicycle codes, the catalogue has
/// some sizes, and only those whose distance it states are counted.
struct FamilySizes: Sendable {
  /// The largest distance that a footprint of a family by distance is extended to.
  static let largestDistance = 99

  /// A size, its code not made yet.
  struct Step: Sendable {
    var name: String
    var distance: Int
  }

  /// The name of the parameter that sets the size; nil where a code has none, as Steane's.
  let parameter: String?
  private let made: ComputedOnce<[CodeComparison.Footprint.Code], Never>
  private let byDistance: [Step]

  /// The sizes of the family that a code belongs to.
  init(of code: ConcatenatedCode) {
    let prefix = code.inner.map { "\($0.name)+" } ?? ""
    guard let (family, parameter) = code.sizeParameter else {
      self.parameter = nil
      byDistance = []
      made = ComputedOnce { [] }
      return
    }
    self.parameter = parameter.name
    let values = parameter.choices.isEmpty ? Array(parameter.range) : parameter.choices
    func name(_ value: Int) -> String { "\(prefix)\(family.name):\(parameter.name)=\(value)" }
    if parameter.name == "d" {
      let parity = parameter.isEven ? 0 : 1
      byDistance = values.filter { $0 >= 3 && $0 <= Self.largestDistance && $0 % 2 == parity }
        .map { Step(name: name($0), distance: $0) }
      made = ComputedOnce { [] }
    } else {
      byDistance = []
      let names = values.map(name)
      made = ComputedOnce {
        names.compactMap(FamilySizes.code).sorted {
          $0.qubitsPerLogicalQubit < $1.qubitsPerLogicalQubit
        }
      }
    }
  }

  /// The sizes of known distance, in ascending order of qubits for each logical qubit.
  var steps: [Step] {
    byDistance.isEmpty
      ? made.value().map { Step(name: $0.name, distance: $0.distance) } : byDistance
  }

  /// What the code of a step takes; nil if the catalogue cannot make it.
  func code(_ step: Step) -> CodeComparison.Footprint.Code? {
    byDistance.isEmpty
      ? made.value().first { $0.name == step.name } : FamilySizes.code(step.name)
  }

  private static func code(_ name: String) -> CodeComparison.Footprint.Code? {
    guard let codes = try? ConcatenatedCode.codes(named: name), codes.count == 1,
      let distance = codes[0].outer.nominalDistance
    else { return nil }
    let outer = codes[0].outer
    return .init(
      name: codes[0].name, distance: distance, qubits: outer.resources.totalQubits,
      logicalQubits: outer.logicalQubitCount)
  }
}

extension ConcatenatedCode {
  /// The row of the catalogue, and the one parameter that sets the size of its codes: d, or n of a bicycle code.
  ///
  /// Nil where no one number does, as for `steane` and `surface:dx=3,dz=5`.
  var sizeParameter: (family: CodeFamily, parameter: CodeFamily.Parameter)? {
    let parts = outer.name.split(separator: ":", maxSplits: 1)
    guard parts.count == 2, let family = CodeCatalogue.family(named: outer.name) else { return nil }
    let names = parts[1].split(separator: ",").map { $0.prefix { $0 != "=" } }
    guard names.count == 1,
      let form = family.forms.first(where: { $0.count == 1 && $0[0].name == names[0] })
    else { return nil }
    return (family, form[0])
  }

  /// The name without what sets the size: that of the family whose sizes are compared.
  ///
  /// Where a family has several ways to be sized, the parameter stays: `hgp:repetition`.
  var sizedFamily: String {
    guard let (family, parameter) = sizeParameter else { return name }
    let isOneOfSeveral = family.forms.count { $0.count == 1 } > 1
    let outerName = isOneOfSeveral ? "\(family.name):\(parameter.name)" : family.name
    return inner.map { "\($0.name)+\(outerName)" } ?? outerName
  }
}
