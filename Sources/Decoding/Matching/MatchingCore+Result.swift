// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

/// What a solved matching says.
extension MatchingCore {
  /// The weight of the matching: the sum of the duals, in units.
  var weight: Int64 {
    var sum: Int64 = 0
    for region in 0..<regionCount { sum &+= regions[region].base }
    return sum
  }

  /// The observables 0 to 63 that the matching flips.
  var observables: UInt64 {
    var mask: UInt64 = 0
    forEachLink { mask ^= $0.observables }
    return mask
  }

  /// Hands over how each pair of defects, or defect and boundary, is joined, each once.
  @inline(__always)
  func forEachLink(_ body: (MatchingLink) -> Void) {
    for region in 0..<UInt32(truncatingIfNeeded: regionCount) {
      let match = regions[region].match
      // Matched regions are outermost; of a pair, the lower number reports.
      if match == none || match < region { continue }
      let link = regions[region].matchLink
      body(link)
      if regions[region].ring != none { forEachLink(within: region, entering: link.from, body) }
      if match != boundaryMatch, regions[match].ring != none {
        forEachLink(within: match, entering: link.to, body)
      }
    }
  }

  /// Hands over the links inside a blossom one of whose defects is matched outside.
  private func forEachLink(
    within blossom: UInt32, entering defect: UInt32, _ body: (MatchingLink) -> Void
  ) {
    let entered = ringRegion(of: defect, in: blossom)
    if regions[entered].ring != none { forEachLink(within: entered, entering: defect, body) }
    var region = regions[entered].nextInRing
    while region != entered {
      let link = regions[region].ringLink
      let partner = regions[region].nextInRing
      body(link)
      if regions[region].ring != none { forEachLink(within: region, entering: link.from, body) }
      if regions[partner].ring != none { forEachLink(within: partner, entering: link.to, body) }
      region = regions[partner].nextInRing
    }
  }
}
