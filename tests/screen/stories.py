"""Invented reports of several domains, for the tests of what changed between two versions of a text."""

from __future__ import annotations

FERRY = (
    "Divers searched the river for a third day after a ferry with more passengers than it may carry sank off Mokolo on Tuesday. At "
    "least 23 people drowned and 41 were pulled out alive, the river police of the province said. The captain, Paul Mbarga, was "
    "arrested at his home and was charged with manslaughter on Thursday. The transport minister, Helene Essono, said that the "
    "ferry had passed its last inspection and that the owner had broken no rules. Survivors told reporters in Mokolo that there were "
    "only 12 life jackets on board and that the crew had left first. The company that runs the line said it would pay for the burials."
)
COURT = (
    "A court in Tarnow sentenced a former banker to nine years in prison on Monday for taking money from the accounts of old "
    "people. The jury found that Marek Zielony, 52, was guilty of fraud after a trial that lasted four months. Prosecutors said he "
    "had moved 3.4 million zlotys to an account on Cyprus, and the judge, Anna Kurek, agreed that most of it would never be seen again. "
    "His lawyer said that he will appeal. Zielony worked for Baltia Bank from 2009 to 2021, and the bank has paid back what its "
    "customers had lost. Two of his colleagues were cleared of all charges in the spring and have since left the country."
)
STRIKE = (
    "Dock workers in Valgara voted on Friday to walk out for two days next week in a dispute about night shifts. The union said that "
    "1,250 of its members took part in the vote and that 88 percent were in favour. The port handles 40 ships a day, and importers "
    "warned that shops would run short of fruit. The harbour company said its offer of a rise of 5 percent stood and that it was ready to "
    "talk to the union on Sunday. The labour minister, Tomas Reyes, said the government would use soldiers to unload medicine. The "
    "last strike at Valgara, in March 2018, ended after the company gave up a plan to close the eastern quay."
)
CLINIC = (
    "Health officials in the north of the country reported 17 new cases of cholera on Wednesday and said that six children had died. "
    "The outbreak began near the camp at Deri Hama, where wells were flooded in June. Doctor Leila Farouk, who leads the response, said "
    "that the vaccine had arrived and that the first doses would be given on Saturday. The organisation that runs the camp's "
    "clinic said it has enough beds but needs 300 more nurses. Schools in Deri Hama were closed, and traders were told to boil all water. "
    "The ministry confirmed that the disease had spread to the capital, where two patients were isolated in the central hospital."
)
BANK = (
    "The central bank of Ostrava raised its main interest rate by 25 basis points to 6.75 percent on Thursday, as most economists had "
    "expected. Governor Petra Novotna said prices rose faster than wages for the fifth month and that the bank would act again in "
    "September if they must. Inflation was 8.1 percent in July. The crown gained 0.4 percent against the euro after the decision, and "
    "the shares of banks were higher. Three of the seven members of the board voted for a larger step. The finance minister, Jan Havel, "
    "said the government supports the decision and that it will cut its spending by 12 billion crowns next year."
)
MINE = (
    "Rescuers have reached 14 miners who were trapped for two days in a coal mine under the town of Kirovka, the emergency ministry said "
    "on Sunday. All of them were alive, but four were hurt and one was in grave condition. The roof of a gallery fell in after a blast "
    "of methane on Friday evening. The director of the mine, Sergei Lapin, told relatives that the alarm had worked. Unions say that "
    "the detectors were switched off to save time. Inspectors closed the mine for three weeks in 2022 because of gas. The regional "
    "governor, Olga Denisova, promised each of the families 200,000 roubles and said that those responsible would be punished."
)
VOTE = (
    "The governing party of President Ruben Salas won the election for parliament in the island republic on Sunday with 54 percent of the "
    "vote, the electoral commission said. The opposition won 61 of the 140 seats, more than it had before. Its leader, Maria "
    "Quintana, accepted the result and said that observers had seen no fraud. Turnout was 71 percent. Salas told a crowd in San Telmo "
    "that he would bring back the tax on sugar and build a second airport in the south. The observers of the regional union, who "
    "visited 320 polling stations, are to report on Tuesday. The new parliament meets for the first time on 9 May."
)
TRIAL = (
    "The health ministry of Norlund approved a new treatment for sleeping sickness on Monday after a study with 2,400 patients. Doctors "
    "who ran the study said the tablets cured nine out of ten patients within ten days and that side effects were mild. Professor Ingrid "
    "Solberg of the University of Halden, who led the study, said the drug would be sold at cost in 36 countries. The "
    "company, Medara, owns the patent until 2034. An aid group called the decision a turning point, and the government said it "
    "will pay for "
    "the first 500,000 doses. The disease has killed more people in the region than malaria did in some years of the last century."
)
STORIES = {"ferry": FERRY, "court": COURT, "strike": STRIKE, "clinic": CLINIC, "bank": BANK, "mine": MINE, "vote": VOTE, "trial": TRIAL}
