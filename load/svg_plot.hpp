// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace crmlocal::load {

/// A line in a plot.
struct plot_series {
    std::string name;
    struct point {
        double x, y;
    };
    std::vector<point> points;
};

/// How an axis is divided, and what its ticks say.
struct plot_axis {
    std::string title;
    bool is_logarithmic = false;
    std::string (*tick)(double value);
};

/// A plot as an SVG element that takes its colours from the page (`--line-1` and so on); points
/// that a logarithmic axis cannot show are left out.
std::string svg_plot(const plot_axis& x, const plot_axis& y, const std::vector<plot_series>& all);

/// A text as XML and HTML need it.
std::string escaped(std::string_view text);

}  // namespace crmlocal::load
