#!/usr/bin/env -S dotnet run
// A temperature of a machine, every five minutes, as CSV: a daily load, a slow and a fast drift, sensor noise, and optionally three failures, whose
// times are printed to standard error.
//   dotnet run --file simulate.cs -- DAYS SEED [--failures] > series.csv
using System.Globalization;

int days = int.Parse(args[0], CultureInfo.InvariantCulture);
Random random = new(int.Parse(args[1], CultureInfo.InvariantCulture));
bool hasFailures = args.Contains("--failures");
const int StepsPerDay = 288;
DateTime time = new(2026, 1, 5);
double slow = 0;
double fast = 0;
double value = 85;
int steps = days * StepsPerDay;
int shutdown = steps * 2 / 5;
int runaway = steps * 13 / 20;
int shaking = steps * 17 / 20;
Console.WriteLine("timestamp,value");
for (int t = 0; t < steps; t++)
{
    slow = (0.999 * slow) + (0.6 * Gaussian());
    fast = (0.9 * fast) + (0.5 * Gaussian());
    double load = 5 * Math.Sin(2 * Math.PI * t / StepsPerDay) * (time.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0.4 : 1);
    double noise = 0.35 * Gaussian();
    double target = 85 + load + slow;
    if (hasFailures)
    {
        target = t >= shutdown && t < shutdown + 60 ? 25 : t >= runaway && t < runaway + 30 ? 85 + (2.5 * (t - runaway)) : target;
        fast += t >= shaking && t < shaking + 72 ? (t % 2 == 0 ? 5 : -5) : 0;
        if (t == shutdown || t == runaway || t == shaking)
        {
            Console.Error.WriteLine($"{time:yyyy-MM-dd HH:mm:ss}");
        }
    }

    value += 0.3 * (target - value);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{time:yyyy-MM-dd HH:mm:ss},{value + fast + noise:0.00}"));
    time = time.AddMinutes(5);
}

// Box and Muller 1958.
double Gaussian() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
