"""What goes wrong with a permutation test."""

import numpy as np

from grader import mistake

from .answers import difference
from .inputs import ferry


@mistake(of="difference", credit=0.5)
def summer_minus_winter(trips):
    """The other way round: winter comes first."""
    return -difference(trips)


@mistake(of="difference")
def difference_of_sums(trips):
    """You took sums. There may be more trips in one season than in the other: take means."""
    sums = trips.groupby("season")["delay"].sum()
    return sums["winter"] - sums["summer"]


@mistake(of="shuffled_difference")
def nothing_is_shuffled(trips):
    """Nothing is shuffled here: pandas puts each row back to its own index. Shuffle `.to_numpy()` instead."""
    return difference(trips.assign(season=trips["season"].sample(frac=1)))


@mistake(of="shuffled_difference", credit=0.5)
def one_shuffle_for_ever(trips):
    """Each call shuffles in the same way: the seed is set inside the function."""
    return difference(trips.assign(season=np.random.default_rng(3).permutation(trips["season"].to_numpy())))


@mistake(of="p_value", credit=0.5)
def the_other_tail(differences, observed):
    """These are the differences that are at most as large. Count those that are at least as large."""
    return np.mean(differences <= observed)


@mistake(of="p_value", credit=0.5)
def only_larger_ones(differences, observed):
    """A difference equal to the observed one counts, too: `>=`."""
    return np.mean(differences > observed)


@mistake(of="p_value", credit=0.5)
def a_number_of_differences(differences, observed):
    """This is how many there are. Divide by all of them."""
    return np.sum(differences >= observed)


@mistake(of="observed", credit=0.5)
def observed_the_other_way_round():
    """Winter comes first: a difference above 0 says that winter is later."""
    return -difference(ferry)


@mistake(of="differences")
def always_the_observed_one():
    """These are all the same: shuffle anew for each of them."""
    return np.full(500, difference(ferry))
