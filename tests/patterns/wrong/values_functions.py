"""Wrong functions and classes over texts, lists, sets, dicts, tables and formulas.

The name says what they imitate, then what is wrong.  They were written before conditions over such values were,
and measure what is found of them and said of them (``benchmarks.power``, ``benchmarks.descriptions``), so they
stay as they are.
"""


def is_palindrome__capitals_matter(text):
    plain = text.replace(" ", "")
    return plain == plain[::-1]


def is_palindrome__spaces_matter(text):
    return text.lower() == text.lower()[::-1]


def is_palindrome__not_the_empty_one(text):
    plain = text.replace(" ", "").lower()
    return bool(plain) and plain == plain[::-1]


def is_palindrome__ends_alone(text):
    plain = text.replace(" ", "").lower()
    return not plain or plain[0] == plain[-1]


def is_palindrome__prints(text):
    plain = text.replace(" ", "").lower()
    print(plain == plain[::-1])


def word_counts__capitals_matter(text):
    found = {}
    for word in text.split():
        found[word] = found.get(word, 0) + 1
    return found


def word_counts__split_at_one_space(text):
    found = {}
    for word in text.lower().split(" "):
        found[word] = found.get(word, 0) + 1
    return found


def word_counts__always_one(text):
    return {word: 1 for word in text.lower().split()}


def word_counts__key_missing(text):
    found = {}
    for word in text.lower().split():
        found[word] += 1
    return found


def word_counts__inside_words(text):
    return {word: text.lower().count(word) for word in text.lower().split()}


def word_counts__letters(text):
    return {letter: text.lower().count(letter) for letter in text.lower() if letter != " "}


def acronym__split_at_one_space(text):
    return "".join(word[0] for word in text.split(" ")).upper()


def acronym__small(text):
    return "".join(word[0] for word in text.split())


def acronym__last_letters(text):
    return "".join(word[-1] for word in text.split()).upper()


def acronym__without_the_last(text):
    return "".join(word[0] for word in text.split()[:-1]).upper()


def acronym__with_dots(text):
    return ".".join(word[0] for word in text.split()).upper()


def longest_word__last_of_several(text):
    best = ""
    for word in text.split():
        if len(word) >= len(best):
            best = word
    return best


def longest_word__nothing_raises(text):
    return max(text.split(), key=len)


def longest_word__by_alphabet(text):
    return max(text.split(), default="")


def longest_word__its_length(text):
    return len(max(text.split(), key=len, default=""))


def run_lengths__last_run_missing(text):
    runs, count = [], 1
    for i in range(1, len(text)):
        if text[i] == text[i - 1]:
            count += 1
        else:
            runs.append((text[i - 1], count))
            count = 1
    return runs


def run_lengths__counts_all(text):
    return [(letter, text.count(letter)) for letter in dict.fromkeys(text)]


def run_lengths__count_not_reset(text):
    runs, count = [], 0
    for i in range(len(text)):
        count += 1
        if i == len(text) - 1 or text[i] != text[i + 1]:
            runs.append((text[i], count))
    return runs


def without_repeats__sorted(items):
    return sorted(set(items))


def without_repeats__neighbours_alone(items):
    return [each for i, each in enumerate(items) if i == 0 or each != items[i - 1]]


def without_repeats__last_place(items):
    return [each for i, each in enumerate(items) if each not in items[i + 1 :]]


def without_repeats__of_none_of_them(items):
    return [each for each in items if items.count(each) == 1]


def without_repeats__skips_zero(items):
    found = []
    for each in items:
        if each and each not in found:
            found.append(each)
    return found


def without_repeats__removes_while_going(items):
    left = list(items)
    for each in left:
        if left.count(each) > 1:
            left.remove(each)
    return left


def merged__rest_forgotten(a, b):
    i = j = 0
    found = []
    while i < len(a) and j < len(b):
        if a[i] <= b[j]:
            found.append(a[i])
            i += 1
        else:
            found.append(b[j])
            j += 1
    return found


def merged__rest_of_a_alone(a, b):
    i = j = 0
    found = []
    while i < len(a) and j < len(b):
        if a[i] <= b[j]:
            found.append(a[i])
            i += 1
        else:
            found.append(b[j])
            j += 1
    return found + a[i:]


def merged__one_behind_the_other(a, b):
    return a + b


def merged__as_a_set(a, b):
    return sorted(set(a) | set(b))


def merged__equal_ones_once(a, b):
    i = j = 0
    found = []
    while i < len(a) and j < len(b):
        if a[i] < b[j]:
            found.append(a[i])
            i += 1
        elif a[i] > b[j]:
            found.append(b[j])
            j += 1
        else:
            found.append(a[i])
            i, j = i + 1, j + 1
    return found + a[i:] + b[j:]


def merged__runs_out(a, b):
    i = j = 0
    found = []
    for _ in range(len(a) + len(b)):
        if a[i] <= b[j]:
            found.append(a[i])
            i += 1
        else:
            found.append(b[j])
            j += 1
    return found


def second_largest__counts_equal_ones(items):
    return sorted(items)[-2] if len(items) > 1 else None


def second_largest__zero_for_none(items):
    different = sorted(set(items))
    return different[-2] if len(different) > 1 else 0


def second_largest__begins_at_zero(items):
    first = second = 0
    for each in items:
        if each > first:
            first, second = each, first
        elif first > each > second:
            second = each
    return second if len(set(items)) > 1 else None


def second_largest__misses_later_ones(items):
    first = second = None
    for each in items:
        if first is None or each > first:
            first, second = each, first
    return second


def second_largest__short_ones_raise(items):
    return sorted(set(items))[-2]


def flattened__empty_ones_raise(lists):
    found = [lists[0][0]]
    found += [each for one in lists for each in one][1:]
    return found


def flattened__first_list_alone(lists):
    return list(lists[0]) if lists else []


def flattened__as_many_as_the_first(lists):
    return [one[i] for one in lists for i in range(min(len(one), len(lists[0])))]


def flattened__appended(lists):
    found = []
    for one in lists:
        found.append(one)
    return found


def common__union(a, b):
    return set(a) | set(b)


def common__at_the_same_place(a, b):
    return {x for x, y in zip(a, b) if x == y}


def common__without_zero(a, b):
    return {each for each in a if each in b and each}


def common__list_for_a_set(a, b):
    return [each for each in a if each in b]


def only_in_one__difference(a, b):
    return a - b


def only_in_one__union(a, b):
    return a | b


def only_in_one__changes_a(a, b):
    for letter in a:
        if letter in b:
            a.remove(letter)
    return a | (b - a)


def inverted__last_name_alone(marks):
    return {mark: [name] for name, mark in sorted(marks.items())}


def inverted__key_missing(marks):
    found = {}
    for name in sorted(marks):
        if marks[name] in found:
            found[marks[name]].append(name)
    return found


def inverted__as_it_came(marks):
    return marks


def inverted__single_ones_bare(marks):
    found = {}
    for name in sorted(marks):
        found.setdefault(marks[name], []).append(name)
    return {mark: names if len(names) > 1 else names[0] for mark, names in found.items()}


def inverted__in_reverse(marks):
    found = {}
    for name in sorted(marks, reverse=True):
        found.setdefault(marks[name], []).append(name)
    return found


def bill__key_missing(prices, basket):
    return sum(prices[thing] for thing in basket)


def bill__each_thing_once(prices, basket):
    return sum(prices.get(thing, 0) for thing in set(basket))


def bill__all_prices(prices, basket):
    return sum(prices.values())


def bill__returns_in_the_loop(prices, basket):
    total = 0
    for thing in basket:
        total += prices.get(thing, 0)
        return total
    return total


def bill__stops_at_what_is_missing(prices, basket):
    total = 0
    for thing in basket:
        if thing not in prices:
            break
        total += prices[thing]
    return total


def mean_heights__medians(people):
    return people.groupby("city")["height"].median().reset_index()


def mean_heights__in_order_of_appearance(people):
    return people.groupby("city", sort=False)["height"].mean().reset_index()


def mean_heights__of_all(people):
    found = people.groupby("city")["height"].mean().reset_index()
    found["height"] = people["height"].mean()
    return found


def mean_heights__by_height(people):
    return people.groupby("city")["height"].mean().reset_index().sort_values("height")


def tallest__older_alone(people, least):
    those = people[people["age"] > least]
    return float(those["height"].max()) if len(those) else None


def tallest__nobody_is_nan(people, least):
    return float(people[people["age"] >= least]["height"].max())


def tallest__of_all(people, least):
    return float(people["height"].max()) if len(people) else None


def tallest__first_of_them(people, least):
    those = people[people["age"] >= least]
    return float(those["height"].iloc[0]) if len(those) else None


def iterated__once_more(f, n, x):
    for _ in range(n + 1):
        x = f(x)
    return x


def iterated__at_least_once(f, n, x):
    x = f(x)
    for _ in range(n - 1):
        x = f(x)
    return x


def iterated__always_of_the_first(f, n, x):
    return n * f(x) if n else x


def iterated__forgets_what_it_got(f, n, x):
    got = x
    for _ in range(n):
        got = f(x)
    return got


class Account__withdraws_first:
    def __init__(self, balance):
        self.balance, self.moves = balance, 0

    def deposit(self, amount):
        if amount < 0:
            raise ValueError
        self.balance += amount
        self.moves += 1
        return self.balance

    def withdraw(self, amount):
        self.balance -= amount
        if amount < 0 or self.balance < 0:
            raise ValueError
        self.moves += 1
        return self.balance

    def count(self):
        return self.moves


class Account__not_all_of_it:
    def __init__(self, balance):
        self.balance, self.moves = balance, 0

    def deposit(self, amount):
        if amount < 0:
            raise ValueError
        self.balance += amount
        self.moves += 1
        return self.balance

    def withdraw(self, amount):
        if amount < 0 or amount >= self.balance:
            raise ValueError
        self.balance -= amount
        self.moves += 1
        return self.balance

    def count(self):
        return self.moves


class Account__counts_what_failed:
    def __init__(self, balance):
        self.balance, self.moves = balance, 0

    def deposit(self, amount):
        self.moves += 1
        if amount < 0:
            raise ValueError
        self.balance += amount
        return self.balance

    def withdraw(self, amount):
        self.moves += 1
        if amount < 0 or amount > self.balance:
            raise ValueError
        self.balance -= amount
        return self.balance

    def count(self):
        return self.moves


class Account__one_balance_for_all:
    balance = 0
    moves = 0

    def __init__(self, balance):
        type(self).balance, type(self).moves = balance, 0

    def deposit(self, amount):
        if amount < 0:
            raise ValueError
        type(self).balance += amount
        type(self).moves += 1
        return self.balance

    def withdraw(self, amount):
        if amount < 0 or amount > self.balance:
            raise ValueError
        type(self).balance -= amount
        type(self).moves += 1
        return self.balance

    def count(self):
        return self.moves


class Account__takes_negative_ones:
    def __init__(self, balance):
        self.balance, self.moves = balance, 0

    def deposit(self, amount):
        self.balance += amount
        self.moves += 1
        return self.balance

    def withdraw(self, amount):
        if amount > self.balance:
            raise ValueError
        self.balance -= amount
        self.moves += 1
        return self.balance

    def count(self):
        return self.moves


class Account__returns_the_amount:
    def __init__(self, balance):
        self.balance, self.moves = balance, 0

    def deposit(self, amount):
        if amount < 0:
            raise ValueError
        self.balance += amount
        self.moves += 1
        return amount

    def withdraw(self, amount):
        if amount < 0 or amount > self.balance:
            raise ValueError
        self.balance -= amount
        self.moves += 1
        return self.balance

    def count(self):
        return self.moves


class Stack__first_in_first_out:
    def __init__(self):
        self.items = []

    def push(self, number):
        self.items.append(number)

    def pop(self):
        return self.items.pop(0)

    def peek(self):
        return self.items[-1] if self.items else None

    def __len__(self):
        return len(self.items)


class Stack__peek_takes_it:
    def __init__(self):
        self.items = []

    def push(self, number):
        self.items.append(number)

    def pop(self):
        return self.items.pop()

    def peek(self):
        return self.items.pop() if self.items else None

    def __len__(self):
        return len(self.items)


class Stack__shares_its_list:
    def __init__(self, items=[]):
        self.items = items

    def push(self, number):
        self.items.append(number)

    def pop(self):
        return self.items.pop()

    def peek(self):
        return self.items[-1] if self.items else None

    def __len__(self):
        return len(self.items)


class Stack__peek_raises:
    def __init__(self):
        self.items = []

    def push(self, number):
        self.items.append(number)

    def pop(self):
        return self.items.pop()

    def peek(self):
        return self.items[-1]

    def __len__(self):
        return len(self.items)


class Stack__pop_of_nothing_is_none:
    def __init__(self):
        self.items = []

    def push(self, number):
        self.items.append(number)

    def pop(self):
        return self.items.pop() if self.items else None

    def peek(self):
        return self.items[-1] if self.items else None

    def __len__(self):
        return len(self.items)


class Stack__no_number_twice:
    def __init__(self):
        self.items = []

    def push(self, number):
        if number not in self.items:
            self.items.append(number)

    def pop(self):
        return self.items.pop()

    def peek(self):
        return self.items[-1] if self.items else None

    def __len__(self):
        return len(self.items)


class Stack__at_most_four:
    def __init__(self):
        self.items = []

    def push(self, number):
        self.items = [*self.items, number][-4:]

    def pop(self):
        return self.items.pop()

    def peek(self):
        return self.items[-1] if self.items else None

    def __len__(self):
        return len(self.items)


class Tally__different_words:
    def __init__(self):
        self.counts = {}

    def add(self, word):
        self.counts[word] = self.counts.get(word, 0) + 1
        return self.counts[word]

    def total(self):
        return len(self.counts)

    def commonest(self):
        return min(self.counts, key=lambda word: (-self.counts[word], word), default=None)


class Tally__first_of_several:
    def __init__(self):
        self.counts = {}

    def add(self, word):
        self.counts[word] = self.counts.get(word, 0) + 1
        return self.counts[word]

    def total(self):
        return sum(self.counts.values())

    def commonest(self):
        return max(self.counts, key=self.counts.get, default=None)


class Tally__never_two:
    def __init__(self):
        self.counts = {}

    def add(self, word):
        self.counts[word] = 1
        return self.counts[word]

    def total(self):
        return sum(self.counts.values())

    def commonest(self):
        return min(self.counts, key=lambda word: (-self.counts[word], word), default=None)


class Tally__nothing_before_any:
    def __init__(self):
        self.counts = {}

    def add(self, word):
        self.counts[word] = self.counts.get(word, 0) + 1
        return self.counts[word]

    def total(self):
        return sum(self.counts.values())

    def commonest(self):
        return min(self.counts, key=lambda word: (-self.counts[word], word))


class Tally__one_behind:
    def __init__(self):
        self.counts = {}

    def add(self, word):
        before = self.counts.get(word, 0)
        self.counts[word] = before + 1
        return before

    def total(self):
        return sum(self.counts.values())

    def commonest(self):
        return min(self.counts, key=lambda word: (-self.counts[word], word), default=None)
