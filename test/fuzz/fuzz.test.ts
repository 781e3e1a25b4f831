import { report } from './campaign.ts';
import './stories.ts';
import './borders.ts';
import './requests.ts';
import './stored-values.ts';

report();
